import { comparePositions, type Position } from '../message/news.ts';
import type { ChangeLine } from './change-line.ts';

/** What the ledger keeps per customer; for alerts about no customer, per key of theirs. */
export interface Customer {
  readonly name: string | null;
  /** The highest position read on `risk.alerts`. */
  readonly last: Position | null;
  /** Door time up to which history belongs to the opening position; null before it has joined. */
  readonly joinedAt: number | null;
  /** Episodes with a case. */
  readonly open: readonly string[];
  /**
   * Episodes of which only deliveries are known, with the time of the last one. After a rebuild
   * most are older than any alert still on the topic, and are forgotten again.
   */
  readonly ahead: Readonly<Record<string, number>>;
  /** Epoch days of the newest news; absent in old state. */
  readonly newsOn?: number;
  /**
   * Episodes that ended on that day and have no case any more, with the receivers that were told
   * of them: what sets in again on it goes on. Absent in old state.
   */
  readonly endedToday?: Readonly<Record<string, readonly string[]>>;
  /** By receiver, how far it was told the changes; absent in old state. */
  readonly lines?: Readonly<Record<string, ChangeLine>>;
}

/** A customer of whom nothing is known yet. */
export const EMPTY_CUSTOMER: Customer = {
  name: null,
  last: null,
  joinedAt: null,
  open: [],
  ahead: {},
};

/** The customer on the day of its news: what ended before that day cannot set in again. */
export function onDay(customer: Customer, day: number): Customer {
  if (customer.newsOn !== undefined && day <= customer.newsOn) return customer;
  return { ...customer, newsOn: day, endedToday: {} };
}

/** Where a record stands in the customer's sequence. */
export type Sequence = 'next' | 'repeat' | 'gap';

/** Repeats are dropped; a gap means that something before this record never arrived. */
export function sequenceOf(
  last: Position | null,
  position: Position,
  previous: Position | null,
): Sequence {
  if (last === null) return 'next';
  if (comparePositions(position, last) <= 0) return 'repeat';
  return previous !== null && comparePositions(previous, last) > 0 ? 'gap' : 'next';
}

/** How long an outcome may wait for its alert: longer than alerts are kept on their topic. */
const AHEAD_KEPT_MS = 35 * 86_400_000;

/** Splits what waits for its alert into what may still come and what never will. */
export function outdatedAhead(customer: Customer, at: number): readonly string[] {
  return Object.entries(customer.ahead)
    .filter(([, since]) => since < at - AHEAD_KEPT_MS)
    .map(([episodeId]) => episodeId);
}
