import { hash } from 'node:crypto';
import type { RecordName } from '@duewatch/contracts';
import { comparePositions, type Position } from '../message/news.ts';

/** One record of `risk.changes`, as it is on the topic. */
export interface Change {
  /** Its `ce_id`. */
  readonly id: string;
  readonly recordName: RecordName;
  readonly data: object;
  readonly tenantId: string;
  /** Null when it is about a feed. */
  readonly customerId: string | null;
  /** Id of the event that caused it. */
  readonly cause: string;
  readonly position: Position;
  readonly previousPosition: Position | null;
  /** History: for the books. */
  readonly isSuppressed: boolean;
  /** When the door accepted the event that caused it, epoch milliseconds. */
  readonly acceptedAt: number;
  /** Where it lies on its topic. */
  readonly offset: number;
}

/** A change that a receiver waits for. */
export interface ChangeRow {
  /** Of the delivery. */
  readonly id: string;
  readonly receiverId: string;
  /** Of the customer or feed, as on the topic. */
  readonly key: string;
  readonly change: Change;
  /** Its previous position, or that of the first of the history that it overtook. */
  readonly follows: Position | null;
  /** By which command, and whose, it is sent once more; absent of what is new. */
  readonly resend?: { readonly resendId: string; readonly by: string };
}

/** A person's wish that one receiver get one change once more. */
export interface ChangeWish {
  readonly resendId: string;
  readonly by: string;
  readonly receiverId: string;
  readonly change: Change;
}

/**
 * How far one receiver has come with the changes of one customer. It stays this small however many
 * wait: each that waits lies under the place behind the one before it (`placeBehind`).
 */
export interface ChangeLine {
  /** The last that ended; null before the first. */
  readonly told: Position | null;
  /** The last that waits, or ended if none does. */
  readonly last: Position | null;
  /** Behind this only history waits, and none of it was tried; absent where that is not so. */
  readonly history?: Position;
}

export const NEW_LINE: ChangeLine = { told: null, last: null };

/** Index of the places whose change is the next of its customer for this receiver. */
export function changesIndex(receiverId: string): string {
  return `changes:${receiverId}`;
}

/** Where the change lies that follows this position in the line. Tells no id of a customer. */
export function placeBehind(key: string, receiverId: string, position: Position | null): string {
  const { generation, offset, index } = position ?? { generation: -1, offset: -1, index: -1 };
  return `chg_${digest([key, receiverId, generation, offset, index])}`;
}

/** The same after a rebuild from the log. */
export function changeDeliveryIdOf(changeId: string, receiverId: string): string {
  return `dlv_${digest([changeId, receiverId])}`;
}

function digest(parts: readonly (string | number)[]): string {
  return hash('sha256', parts.join('\n')).slice(0, 32);
}

/** True when the receiver has this change already, or has it waiting. */
export function isKnownTo({ last }: ChangeLine, position: Position): boolean {
  return last !== null && comparePositions(position, last) <= 0;
}

export function isEmpty({ told, last }: ChangeLine): boolean {
  return told === last || (told !== null && last !== null && comparePositions(told, last) === 0);
}

/** A change in line, and where it lies. */
interface Placed {
  readonly place: string;
  readonly row: ChangeRow;
}

/** Whose line it is, and how to read what lies at a place of it: null for nothing. */
export interface LineView {
  readonly key: string;
  readonly receiverId: string;
  look(place: string): ChangeRow | null;
}

/** What waits behind a position of the line, in order. */
export function* waitingBehind(
  { last }: ChangeLine,
  from: Position | null,
  { key, receiverId, look }: LineView,
): Generator<Placed> {
  let told = from;
  while (!isEmpty({ told, last })) {
    const place = placeBehind(key, receiverId, told);
    const row = look(place);
    if (row === null) return;
    yield { place, row };
    told = row.change.position;
  }
}

/** What a change finds when it joins the line. */
export interface Joining {
  readonly line: ChangeLine;
  readonly behind: Position | null;
  /** History that it overtakes: what follows in the books needs none of it. */
  readonly overtaken: readonly Placed[];
}

/**
 * Puts a change at the end of the line. A change is whole, so one of history takes the place of the
 * history that waits before it: an import would else put years of it in line for each customer.
 */
export function join(line: ChangeLine, change: Change, view: LineView): Joining {
  const { told, last, history } = line;
  const { position, isSuppressed, recordName } = change;
  if (!isSuppressed) return { line: { told, last: position }, behind: last, overtaken: [] };
  // The first in line may be under way, so it stays.
  const since = history ?? (last === null || isEmpty(line) ? position : last);
  const joined: ChangeLine = { told, last: position, history: since };
  const isWhole = recordName === 'RiskChanged' && history !== undefined;
  if (!isWhole) return { line: joined, behind: last, overtaken: [] };
  return { line: joined, behind: history, overtaken: [...waitingBehind(line, history, view)] };
}

/** What comes off a line when the change at a position has ended, and what is left of it. */
export interface Advance {
  readonly line: ChangeLine;
  /** Places that are free again. */
  readonly left: readonly string[];
  /** What is next; null when nothing waits. */
  readonly next: Placed | null;
}

/**
 * Moves a line on to a change that has ended. One at a time, but for a rebuild: that may read how a
 * change ended before the change itself, and may put older ones in line that the receiver never
 * waited for.
 */
export function advance(line: ChangeLine, position: Position, view: LineView): Advance {
  const left: string[] = [];
  let { told } = line;
  for (const placed of waitingBehind(line, told, view)) {
    const at = placed.row.change.position;
    if (comparePositions(at, position) > 0) {
      const { last, history } = line;
      const since = history === undefined ? {} : { history: laterOf(history, at) };
      return { line: { told, last, ...since }, left, next: placed };
    }
    left.push(placed.place);
    told = at;
  }
  const last = laterOf(line.last, position);
  return { line: { told: last, last }, left, next: null };
}

function laterOf(one: Position | null, other: Position): Position {
  return one !== null && comparePositions(one, other) > 0 ? one : other;
}
