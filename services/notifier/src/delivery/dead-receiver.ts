import type { FailureBook } from '../ledger/failures.ts';
import type { NewJob } from '../queue/delivery-queue.ts';

const HOUR_MS = 3_600_000;

/**
 * Notices that tell operators, through another channel, of receivers that do not take their
 * messages: one per receiver and hour. Made again from the ledger for as long as an alert is fresh,
 * so a queue that is lost loses none; for so long their ids stay taken. None of the
 * operators' own receiver: then the log is all that is left.
 */
export function noticesOf(
  failures: FailureBook['last'],
  { operators, freshForMs }: { readonly operators: string; readonly freshForMs: number },
  now: number,
): readonly NewJob[] {
  return Object.entries(failures).flatMap(([failedReceiverId, { at, reason }]) => {
    if (failedReceiverId === operators || at < now - freshForMs) return [];
    const id = `dead-${failedReceiverId}-${Math.floor(at / HOUR_MS).toString(36)}`;
    const failure = { failedReceiverId, failedAt: at, reason };
    const subject = { receiverId: operators, kind: 'notice', failure } as const;
    return [{ id, subject, idTakenForMs: freshForMs + HOUR_MS }];
  });
}
