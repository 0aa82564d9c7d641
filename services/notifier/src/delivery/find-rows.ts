import { type DigestName, isResend, newsOf, type Row, rowIdOf } from '../ledger/case.ts';
import { type Due, dueFor, type Times } from '../ledger/due.ts';
import type { KnownCase, LedgerReader } from '../ledger/ledger-reader.ts';
import type { SummaryItem } from '../message/compose-summary.ts';
import type { JobSubject } from '../queue/delivery-queue.ts';
import type { KnownRow } from './record-outcome.ts';

/** What a job for one row is about. */
export type FoundRow =
  | (KnownRow & { readonly kind: 'row'; readonly overtaken: readonly KnownRow[] })
  | {
      readonly kind: 'untold';
      readonly rows: readonly KnownRow[];
      readonly reason: Extract<Due, { kind: 'untold' }>['reason'];
    };

/** The row that a job is about, if it is still what comes next by itself. */
export async function findRow(
  ledger: LedgerReader,
  { partition, episodeId, rowId, receiverId }: JobSubject,
  times: Times,
): Promise<FoundRow | undefined> {
  if (partition === undefined || episodeId === undefined) return undefined;
  const [known] = await ledger.cases(partition, [episodeId]);
  if (known === undefined) return undefined;
  const due = dueFor(known, receiverId, times);
  if (due?.kind === 'untold') {
    const rows = knownRows(known, due.rows);
    const [first] = rows;
    return first !== undefined && rowIdOf(first.row) === rowId ? { ...due, rows } : undefined;
  }
  if (due?.kind !== 'row' || rowIdOf(due.row) !== rowId) return undefined;
  const [row] = knownRows(known, [due.row]);
  return row && { kind: 'row', ...row, overtaken: knownRows(known, due.overtaken) };
}

/** Without those of which only the outcome is known. */
function knownRows(known: KnownCase, rows: readonly Row[]): readonly KnownRow[] {
  return rows.flatMap((row) => {
    const news = newsOf(known.case, row);
    return news === undefined ? [] : [{ known, row, news }];
  });
}

/** Cases read at once, and the most rows of a partition that one summary takes. */
const CASES_PER_READ = 500;
const CASES_PER_SUMMARY = 10_000;

/** States of what a receiver was told, or should have been. */
const HEARD: ReadonlySet<Row['state']> = new Set(['sent', 'failed', 'skipped']);

/** Everything of a partition that this receiver is to be told in such a summary. */
export async function findSummaryRows(
  ledger: LedgerReader,
  partition: number,
  { receiverId, kind, digest }: JobSubject,
  times: Times,
): Promise<readonly KnownRow[]> {
  const waiting = await ledger.waiting(partition, [receiverId], CASES_PER_SUMMARY);
  const episodes = waiting.get(receiverId) ?? [];
  const found: KnownRow[] = [];
  for (let at = 0; at < episodes.length; at += CASES_PER_READ) {
    const cases = await ledger.cases(partition, episodes.slice(at, at + CASES_PER_READ));
    for (const known of cases) {
      const due = dueFor(known, receiverId, times);
      if (due?.kind === 'row' && kind === 'held')
        found.push(...knownRows(known, singles(due, known)));
      if (due?.kind !== kind || !('rows' in due)) continue;
      const isOfOther = due.kind === 'digest' && !isSameDigest(due.digest, digest);
      if (!isOfOther) found.push(...knownRows(known, due.rows));
    }
  }
  return found;
}

function isSameDigest(one?: DigestName, other?: DigestName): boolean {
  return one?.slot === other?.slot && one?.group === other?.group;
}

/** From the one that is due on, all that would be told by itself, if none of it is released. */
function singles({ row: head }: Extract<Due, { kind: 'row' }>, { case: { rows } }: KnownCase) {
  if (head.state === 'held') return [];
  const own = rows.slice(rows.indexOf(head)).filter((row) => row.receiverId === head.receiverId);
  return own.filter((row) => row.state === 'pending' && row.via === 'message' && !isResend(row));
}

/** True when the receiver was told of the case before, or should have been. */
export function isHeard({ known, row }: KnownRow): boolean {
  return known.case.rows.some(
    ({ receiverId, state }) => receiverId === row.receiverId && HEARD.has(state),
  );
}

/** What the composer needs to know of a row. */
export function summaryItem(one: KnownRow): SummaryItem {
  const { known, row, news } = one;
  const { customerName } = known;
  return { deliveryId: row.id, news, customerName, wasTold: isHeard(one) };
}
