import type { Clock } from '@duewatch/config';
import type { Log } from '@duewatch/telemetry';
import type { SendOutcome } from '../channels/channel.ts';
import type { Receiver } from '../config.ts';
import {
  type EndedTry,
  type JobMemo,
  type JobResult,
  type RunningJob,
  SOON,
} from '../queue/delivery-queue.ts';
import type { Outcome } from './record-outcome.ts';
import { isExhausted, retryDelayMs } from './retry-delay.ts';

export interface SendPorts {
  readonly clock: Clock;
  readonly log: Log;
  readonly counters: SendCounters;
}

export interface SendCounters {
  tried(receiver: Receiver, outcome: SendOutcome): void;
}

/** A try that ended for good, or what the queue shall do with the job. */
export type Tried =
  | { readonly kind: 'over'; readonly outcome: Outcome }
  | { readonly kind: 'later'; readonly result: JobResult };

/** Shorter than a job's lock: whoever stood still for longer may have lost the job to another. */
const NOTED_WITHIN_MS = 10_000;

/** What a try needs to know of a message. */
interface Sendable {
  readonly id: string;
  readonly isPossibleRepeat: boolean;
}

/**
 * Hands a message to the channel once. Before, the job remembers that it may arrive; only an
 * answer that says it has not takes that back. So a crash, a lost answer and a lost queue can
 * repeat a message, with the same id and marked, but nothing can lose one.
 */
export async function trySend<M extends Sendable>(
  job: RunningJob,
  receiver: Receiver,
  send: (message: M) => Promise<SendOutcome>,
  message: M,
  { clock, log, counters }: SendPorts,
): Promise<Tried> {
  const now = clock.now();
  const { memo } = job;
  const isPossibleRepeat = memo.mayHaveArrived;
  const over = ({ outcome, reason, providerRef }: EndedTry, tries: number): Tried => {
    return {
      kind: 'over',
      outcome: { outcome, reason, providerRef, isPossibleRepeat, tries, at: now },
    };
  };
  // Ended by an earlier run that died before the log had it.
  if (memo.ended?.messageId === message.id) return over(memo.ended, memo.tries);

  const trying: JobMemo = {
    tries: memo.tries + 1,
    firstTriedAt: memo.firstTriedAt ?? now,
    mayHaveArrived: true,
    ended: null,
  };
  await job.remember(trying);
  if (clock.now() - now > NOTED_WITHIN_MS) return { kind: 'later', result: SOON };
  const sent = await attempt(send, { ...message, isPossibleRepeat });
  counters.tried(receiver, sent);
  if (sent.kind === 'retry' && !isExhausted(trying, sent.reason, now, receiver.retry)) {
    await job.remember({ ...trying, mayHaveArrived: isPossibleRepeat || sent.mayHaveArrived });
    return { kind: 'later', result: pauseAfter(job, trying.tries, receiver, sent) };
  }
  const ended = endOf(message.id, sent);
  // A queue that is away costs only the memory of it: recording comes next anyway.
  await job
    .remember({ ...trying, mayHaveArrived: isPossibleRepeat, ended })
    .catch((error: unknown) => log.warn('the end of a delivery was not noted', { error }));
  return over(ended, trying.tries);
}

function endOf(messageId: string, sent: SendOutcome): EndedTry {
  return sent.kind === 'sent'
    ? { messageId, outcome: 'sent', reason: null, providerRef: sent.providerRef }
    : { messageId, outcome: 'failed', reason: sent.reason, providerRef: null };
}

/** A channel never throws; should one, the message may be anywhere. */
async function attempt<M>(
  send: (message: M) => Promise<SendOutcome>,
  message: M,
): Promise<SendOutcome> {
  try {
    return await send(message);
  } catch {
    return { kind: 'retry', reason: 'unexpected', mayHaveArrived: true };
  }
}

function pauseAfter(
  job: RunningJob,
  tries: number,
  { retry }: Receiver,
  sent: Extract<SendOutcome, { kind: 'retry' }>,
): JobResult {
  const delayMs = retryDelayMs(job.id, tries, retry);
  // A receiver that names a pause means all of its messages.
  if (sent.retryAfterMs !== undefined) {
    return { kind: 'hold', delayMs: Math.min(sent.retryAfterMs, retry.maxDelayMs) };
  }
  return { kind: 'again', delayMs };
}
