import { type DigestName, isOpen, isResend, newsOf, type Row } from './case.ts';
import type { KnownCase } from './ledger-reader.ts';

/** What comes next for a receiver in a case. */
export type Due =
  /** A message of its own; with it end the rows before it that are held: it overtakes them. */
  | { readonly kind: 'row'; readonly row: Row; readonly overtaken: readonly Row[] }
  | {
      readonly kind: Exclude<Row['via'], 'message'>;
      readonly rows: readonly Row[];
      readonly digest?: DigestName | undefined;
    }
  /** They end without being told. */
  | {
      readonly kind: 'untold';
      readonly rows: readonly Row[];
      readonly reason: 'dropped' | 'ended_untold';
    };

/** What decides whether something is due, and by itself. */
export interface Times {
  readonly now: number;
  /** What was accepted before is told in a summary. */
  readonly freshSince: number;
}

/**
 * What comes next for this receiver in this case, or undefined for nothing. Rows are told in
 * order: a summary takes as many as belong to it from the front, a message only the first. What is
 * held keeps nothing back: whoever hears how it went on needs no beginning.
 */
export function dueFor(
  { case: known, verdicts }: KnownCase,
  receiverId: string,
  { now, freshSince }: Times,
): Due | undefined {
  const own = known.rows.filter((row) => row.receiverId === receiverId);
  const unheard = unheardEnd(own.filter((row) => !isResend(row)));
  if (unheard.length > 0) return { kind: 'untold', rows: unheard, reason: 'ended_untold' };
  const open = own.filter(isOpen);
  const kindOf = (row: Row): 'resting' | 'dropped' | 'row' | Exclude<Row['via'], 'message'> => {
    const verdict = row.state === 'held' ? verdicts[row.batchId ?? ''] : 'release';
    if (verdict === undefined) return 'resting';
    if (verdict === 'drop') return 'dropped';
    if ((row.digest?.at ?? 0) > now) return 'resting';
    if (row.via !== 'message') return row.via;
    // A person asks for it now, however old it is.
    if (isResend(row)) return 'row';
    const acceptedAt = newsOf(known, row)?.acceptedAt ?? freshSince;
    return acceptedAt < freshSince ? 'catch_up' : 'row';
  };
  const first = open.findIndex((row) => kindOf(row) !== 'resting');
  const head = open[first];
  if (head === undefined) return undefined;
  const kind = kindOf(head);
  // What is told once more says nothing of what came after it, so it overtakes nothing.
  const overtaken = isResend(head) ? [] : open.slice(0, first);
  if (kind === 'row') return { kind, row: head, overtaken };
  const end = open.findIndex((row, index) => index > first && kindOf(row) !== kind);
  const rows = open.slice(first, end === -1 ? undefined : end);
  if (kind === 'dropped') return { kind: 'untold', rows, reason: 'dropped' };
  return kind === 'resting' ? undefined : { kind, rows, digest: head.digest };
}

/** What is open of a case that is over before anything but held or suppressed rows was told. */
function unheardEnd(own: readonly Row[]): readonly Row[] {
  const last = own.at(-1);
  if (last?.transition !== 'resolved' || last.state !== 'pending') return [];
  const before = own.slice(0, -1);
  const isUnheard = before.every(({ state }) => state === 'held' || state === 'suppressed');
  return isUnheard && before.some(({ state }) => state === 'held') ? own.filter(isOpen) : [];
}
