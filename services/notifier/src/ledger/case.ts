import { hash } from 'node:crypto';
import type { When } from '@duewatch/routing';
import type { AlertNews, Transition } from '../message/news.ts';
import type { Audience } from './audience.ts';

/** How a row is told: by a message of its own, or together with others. */
export type RowVia = 'message' | 'opening' | 'catch_up' | 'digest';

/** One digest of a receiver: whatever has the same slot and group goes out together. */
export interface DigestName {
  /** Local date and time; of a fed calendar the date alone. */
  readonly slot: string;
  readonly group: string | null;
}

/** The digest that a row waits for. */
export interface RowDigest extends DigestName {
  /** Not before, epoch milliseconds. */
  readonly at: number;
}

/**
 * `sent` in a message of its own, `skipped` when a summary told it, `suppressed` when it ended
 * without being told. `held` is no end: a person has yet to say what becomes of its batch.
 */
export type RowState = 'pending' | 'held' | 'sent' | 'failed' | 'skipped' | 'suppressed';

/** One delivery: this transition, for this cause, to this receiver. */
export interface Row {
  readonly id: string;
  readonly receiverId: string;
  readonly transition: Transition;
  readonly cause: string;
  readonly via: RowVia;
  /** With `via: 'digest'`. */
  readonly digest?: RowDigest;
  readonly state: RowState;
  /** Its outcome was read before its alert, as after a rebuild: it says nothing of earlier ones. */
  readonly isAhead?: true;
  /** With `isAhead`: when its alert was accepted, if its record says so. */
  readonly acceptedAt?: number;
  /** Of what is, or was, held. */
  readonly batchId?: string;
  /** The command by which a person asked for it to be sent once more. */
  readonly resendId?: string;
  /** With a `resendId`, unless its outcome was read before its command. */
  readonly resend?: Resend;
}

/** What is to be sent once more. The case may have forgotten it, so the command has it. */
export interface Resend {
  /** Who wishes it. */
  readonly by: string;
  readonly news: AlertNews;
}

/** A person's wish that one receiver be told of one transition once more. */
export interface ResendWish extends Resend {
  readonly resendId: string;
  readonly receiverId: string;
}

/** What is known of one alert episode and of who was told what of it. */
export interface Case {
  readonly episodeId: string;
  /** Of the customer that it is about, as on the topics. */
  readonly key: string;
  readonly isResolved: boolean;
  /** In order. Kept as long as someone waits to be told; the last one for as long as it is open. */
  readonly news: readonly AlertNews[];
  /** In the order in which each receiver must hear of them. */
  readonly rows: readonly Row[];
  /** Who was told of it before it ended, was forgotten, and set in again. */
  readonly heard?: readonly string[];
}

/** What a record of `risk.deliveries` says of a row. */
export interface RowOutcome {
  readonly id: string;
  readonly receiverId: string;
  readonly transition: Transition;
  readonly cause: string;
  readonly state: Exclude<RowState, 'pending'>;
  readonly acceptedAt?: number;
  readonly batchId?: string;
  readonly resendId?: string;
}

/** A case of which nothing is known yet. */
export function emptyCase(episodeId: string, key: string): Case {
  return { episodeId, key, isResolved: false, news: [], rows: [] };
}

/** The same after a rebuild from the log, so that what was sent is found again. */
export function deliveryIdOf(
  episodeId: string,
  transition: Transition,
  cause: string,
  receiverId: string,
): string {
  const parts = [episodeId, transition, cause, receiverId].join('\n');
  return `dlv_${hash('sha256', parts).slice(0, 32)}`;
}

/** What the customer's calendar was when the news came. */
export interface Joined {
  /** Door time of the last event of the history. */
  readonly acceptedAt: number;
}

/** How a receiver is told: what a row takes over. */
type Plan = Pick<Row, 'via' | 'digest'>;

const MESSAGE: Plan = { via: 'message' };

/** Takes in a transition: a row for each receiver that a route names or that was told before. */
export function takeNews(
  known: Case,
  news: AlertNews,
  audience: Audience,
  joined: Joined | null,
): Case {
  const told = audience.told(news);
  const added = audience.receiverIds.flatMap((receiverId) => {
    const plan = planFor(known, news, { receiverId, when: told.get(receiverId) }, joined);
    return plan === null ? [] : [newRow(known, news, receiverId, plan)];
  });
  return tidied({
    ...known,
    // The newest transition alone: an episode that ends may set in again on the same day.
    isResolved: news.transition === 'resolved',
    news: [...known.news, news],
    rows: merged(pulledForward(known.rows.map(arrived(news)), added), added),
  });
}

/** A receiver, and what the routes say of it; undefined when none names it. */
interface Candidate {
  readonly receiverId: string;
  readonly when: When | undefined;
}

/** How to tell this receiver, or null for not at all. */
function planFor(
  known: Case,
  news: AlertNews,
  { receiverId, when }: Candidate,
  joined: Joined | null,
): Plan | null {
  const isEnd = news.transition === 'resolved';
  // An end reaches whoever was told anything before it, also where only the delivery was read.
  const told = known.rows.filter(
    (row) =>
      row.receiverId === receiverId &&
      !isResend(row) &&
      row.state !== 'suppressed' &&
      (row.isAhead !== true || (isEnd && !isLater(row, news))),
  );
  const hasHeard = known.heard?.includes(receiverId) === true && !news.isSuppressed;
  const isTold = told.length > 0 || hasHeard;
  // Whoever waits for a summary gets what follows in it, too: order within a case holds.
  const waiting = told.find(({ state, via }) => state === 'pending' && via !== 'message');
  const follows = waiting === undefined ? null : planOf(waiting);
  if (isEnd && !isTold) return null;
  if (!news.isSuppressed) {
    // What a route wants told at once does not wait for the digest that has its beginning.
    const isUrgent = waiting?.via === 'digest' && when?.kind === 'now' && !isEnd;
    if (follows !== null && !isUrgent) return follows;
    return when === undefined ? (isTold ? MESSAGE : null) : planAt(when);
  }
  if (isEnd) {
    // A resolution reaches whoever was told. One that is suppressed comes from a release of rules,
    // of which there are many at once, or ends what only the opening position has told.
    const isSingle = told.every(({ via }) => via === 'opening');
    return follows ?? (isSingle ? MESSAGE : { via: 'catch_up' });
  }
  // Late news of a history that has joined meanwhile belongs to the opening position.
  const isHistory = joined !== null && isOpening(news, joined);
  return isHistory && when !== undefined ? { via: 'opening' } : null;
}

/** True when the row is of news that is yet to be read: the case set in again after this. */
function isLater({ acceptedAt }: Row, news: AlertNews): boolean {
  return acceptedAt !== undefined && acceptedAt > news.acceptedAt;
}

function planOf({ via, digest }: Row): Plan {
  return digest === undefined ? { via } : { via, digest };
}

function planAt(when: When): Plan {
  if (when.kind === 'now') return MESSAGE;
  const { slot, group, at } = when;
  return { via: 'digest', digest: { slot, group, at } };
}

/** Rows that wait for a digest go at once when a message of the same case is to follow them. */
function pulledForward(rows: readonly Row[], added: readonly Row[]): readonly Row[] {
  const urgent = new Set(
    added.filter(({ via }) => via === 'message').map(({ receiverId }) => receiverId),
  );
  return rows.map((row) => {
    const isWaiting = row.state === 'pending' && row.via === 'digest';
    if (!isWaiting || !urgent.has(row.receiverId)) return row;
    const { digest: _left, ...kept } = row;
    return { ...kept, ...MESSAGE };
  });
}

/**
 * True of what belongs to the opening position: it is from before the join, and alerting does not
 * keep it back to tell it by itself. News from after it, which a rebuild may read before it, are no
 * history, but a release of rules.
 */
function isOpening(news: AlertNews, joined: Joined): boolean {
  return news.acceptedAt <= joined.acceptedAt && news.isKeptBack !== true;
}

/** The customer's calendar has joined the present: untold open alerts become its position. */
export function takeJoin(known: Case, audience: Audience, joined: Joined): Case {
  const last = known.news.at(-1);
  if (last === undefined || known.isResolved || !isOpening(last, joined)) return known;
  const told = audience.told(last);
  const untold = audience.receiverIds.filter(
    (id) => told.has(id) && !known.rows.some((row) => row.receiverId === id && !isResend(row)),
  );
  const added = untold.map((id) => newRow(known, last, id, { via: 'opening' }));
  return { ...known, rows: merged(known.rows, added) };
}

/**
 * Takes in a wish to send something once more: a row of its own behind all others, with the id of
 * the delivery that it repeats. A wish that is known, or whose outcome is, changes nothing.
 */
export function takeResend(known: Case, { resendId, receiverId, by, news }: ResendWish): Case {
  if (known.rows.some((row) => row.resendId === resendId)) return known;
  const row = newRow(known, news, receiverId, MESSAGE);
  return { ...known, rows: [...known.rows, { ...row, resendId, resend: { by, news } }] };
}

/** Takes in what became of a delivery. Its alert may not have been read yet, after a rebuild. */
export function takeOutcome(known: Case, outcome: RowOutcome): Case {
  const { id, state, batchId, resendId } = outcome;
  const found = known.rows.find((row) => row.id === id && row.resendId === resendId);
  if (found === undefined)
    return { ...known, rows: [...known.rows, { ...outcome, via: 'message', isAhead: true }] };
  // A first outcome stands: a later one of the same row is a repeat. Being held is none yet.
  if (!isOpen(found) || (found.state === 'held' && state === 'held')) return known;
  const batch = batchId === undefined ? {} : { batchId };
  return tidied({
    ...known,
    rows: known.rows.map((row) => (row === found ? { ...row, state, ...batch } : row)),
  });
}

/** The row that this receiver must hear of next: later ones wait for it. */
export function headFor(known: Case, receiverId: string): Row | undefined {
  return known.rows.find((row) => row.receiverId === receiverId && row.state === 'pending');
}

/** True of a row by which nothing new is told, but something once more. */
export function isResend({ resendId }: Row): boolean {
  return resendId !== undefined;
}

/** What tells the row from all others; the delivery that is sent once more has its id twice. */
export function rowIdOf({ id, resendId }: Row): string {
  return resendId ?? id;
}

/** True while the row has not ended. */
export function isOpen({ state }: Row): boolean {
  return state === 'pending' || state === 'held';
}

/** The news that a row is about; undefined when only its outcome is known. */
export function newsOf(known: Case, row: Row): AlertNews | undefined {
  return (
    row.resend?.news ?? known.news.find(({ transition, cause }) => isAbout(row, transition, cause))
  );
}

/**
 * True when the case can be forgotten: it has ended and nobody waits to be told, or nobody has
 * been told and it is not part of a history that may still join.
 */
export function isFinished(known: Case, receiverIds: readonly string[]): boolean {
  const ids = new Set(receiverIds);
  const isWaited = known.rows.some((row) => isOpen(row) && ids.has(row.receiverId));
  // It may set in again on the day on which it ended, and what was told of that must stay known.
  const isToGoOn = known.rows.some(({ isAhead }) => isAhead);
  if (known.isResolved) return !isWaited && !isToGoOn;
  return known.rows.length === 0 && known.news.every(({ isSuppressed }) => !isSuppressed);
}

/** Who was told of it, whether now or before it set in again. */
export function toldOf({ rows, heard = [] }: Case): readonly string[] {
  const told = rows.filter((row) => row.state !== 'suppressed' && !isResend(row));
  return [...new Set([...heard, ...told.map(({ receiverId }) => receiverId)])];
}

function newRow(known: Case, news: AlertNews, receiverId: string, plan: Plan): Row {
  const { transition, cause } = news;
  const id = deliveryIdOf(known.episodeId, transition, cause, receiverId);
  return { id, receiverId, transition, cause, ...plan, state: 'pending' };
}

/**
 * A row that is known keeps its state: after a rebuild its delivery may be read before its alert.
 */
function merged(rows: readonly Row[], added: readonly Row[]): readonly Row[] {
  const known = new Set(rows.filter((row) => !isResend(row)).map(({ id }) => id));
  return [...rows, ...added.filter(({ id }) => !known.has(id))];
}

/** The alert of a row that was ahead of it has come. */
function arrived({ transition, cause }: AlertNews): (row: Row) => Row {
  return (row) => {
    if (row.isAhead !== true || !isAbout(row, transition, cause)) return row;
    const { isAhead: _known, acceptedAt: _read, ...rest } = row;
    return rest;
  };
}

function tidied(one: Case): Case {
  const isNeeded = (news: AlertNews): boolean =>
    one.rows.some((row) => isOpen(row) && isAbout(row, news.transition, news.cause));
  const last = one.isResolved ? undefined : one.news.at(-1);
  return { ...one, news: one.news.filter((news) => news === last || isNeeded(news)) };
}

function isAbout(row: Row, transition: Transition, cause: string): boolean {
  return row.transition === transition && row.cause === cause;
}
