import type { LedgerReader } from '../ledger/ledger-reader.ts';
import type { RunningJob } from '../queue/delivery-queue.ts';

/** True when the receiver has the message, or may have it. */
export function isPerhapsSent({ memo }: RunningJob): boolean {
  return memo.mayHaveArrived || memo.ended !== null;
}

/**
 * True when nothing is lost with a job of which the ledger knows nothing. One that is built anew
 * from this topic may come to know of it later, and then only the job still knows that the message
 * arrived, or may have. One that has read all by now may have come to it since it was looked for.
 */
export async function isForgotten(
  job: RunningJob,
  topic: string,
  ledger: LedgerReader,
  find: () => Promise<object | undefined>,
): Promise<boolean> {
  if (!isPerhapsSent(job)) return true;
  if (!(await ledger.knows(topic, job.subject.partition ?? 0))) return false;
  return (await find()) === undefined;
}
