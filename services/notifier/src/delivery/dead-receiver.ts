import type { Clock } from '@duewatch/config';
import type { NotifierSettings, Receiver } from '../config.ts';
import type { DeliveryQueue } from '../queue/delivery-queue.ts';
import type { Outcome } from './record-outcome.ts';

/** Tells operators, through another channel, of receivers that do not take their messages. */
export interface DeadReceiverNotices {
  /**
   * Queues one notice per receiver and hour, of each process. Nothing when no operators are set,
   * or they are the receiver: then the log is all that is left.
   */
  raise(receiver: Receiver, outcome: Outcome): Promise<void>;
}

const HOUR_MS = 3_600_000;

/** Notices of this process; jobs of one hour have one id. */
export function createDeadReceiverNotices(
  { operators }: Pick<NotifierSettings, 'operators'>,
  { queue, clock }: { readonly queue: DeliveryQueue; readonly clock: Clock },
): DeadReceiverNotices {
  const raised = new Map<string, string>();
  return {
    async raise({ id: failedReceiverId }, { outcome, reason }) {
      if (outcome !== 'failed' || operators === null || operators === failedReceiverId) return;
      const failedAt = clock.now();
      const id = `dead-${failedReceiverId}-${Math.floor(failedAt / HOUR_MS).toString(36)}`;
      if (raised.get(failedReceiverId) === id) return;
      const failure = { failedReceiverId, failedAt, reason: reason ?? 'unexpected' };
      await queue.add([{ id, subject: { receiverId: operators, kind: 'notice', failure } }]);
      raised.set(failedReceiverId, id);
    },
  };
}
