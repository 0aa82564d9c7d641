import { newsOf } from '../ledger/case.ts';
import { dueFor, type LedgerReader } from '../ledger/ledger-reader.ts';
import type { SummaryItem } from '../message/compose-summary.ts';
import type { JobSubject } from '../queue/delivery-queue.ts';
import type { KnownRow } from './record-outcome.ts';

/** The row that a job is about, if it is still the next one to tell by itself. */
export async function findRow(
  ledger: LedgerReader,
  { partition, episodeId, deliveryId, receiverId }: JobSubject,
  freshSince: number,
): Promise<KnownRow | undefined> {
  if (partition === undefined || episodeId === undefined) return undefined;
  const [known] = await ledger.cases(partition, [episodeId]);
  if (known === undefined) return undefined;
  const due = dueFor(known.case, receiverId, freshSince);
  if (due?.kind !== 'row' || due.row.id !== deliveryId) return undefined;
  const news = newsOf(known.case, due.row);
  return news === undefined ? undefined : { known, row: due.row, news };
}

/** Cases read at once, and the most rows of a partition that one summary takes. */
const CASES_PER_READ = 500;
const CASES_PER_SUMMARY = 10_000;

/** Everything of a partition that this receiver is to be told in such a summary. */
export async function findSummaryRows(
  ledger: LedgerReader,
  partition: number,
  { receiverId, kind }: JobSubject,
  freshSince: number,
): Promise<readonly KnownRow[]> {
  const episodes = await ledger.waiting(partition, receiverId, CASES_PER_SUMMARY);
  const found: KnownRow[] = [];
  for (let at = 0; at < episodes.length; at += CASES_PER_READ) {
    const cases = await ledger.cases(partition, episodes.slice(at, at + CASES_PER_READ));
    for (const known of cases) {
      const due = dueFor(known.case, receiverId, freshSince);
      if (due === undefined || due.kind === 'row' || due.kind !== kind) continue;
      for (const row of due.rows) {
        const news = newsOf(known.case, row);
        if (news !== undefined) found.push({ known, row, news });
      }
    }
  }
  return found;
}

/** What the composer needs to know of a row. */
export function summaryItem({ known, row, news }: KnownRow): SummaryItem {
  const wasTold = known.case.rows.some(
    ({ receiverId, state }) => receiverId === row.receiverId && state !== 'pending',
  );
  return { deliveryId: row.id, news, customerName: known.customerName, wasTold };
}
