import { createHash } from 'node:crypto';
import type { SendReason } from '../channels/channel.ts';
import type { RetrySettings } from '../config.ts';
import type { JobMemo } from '../queue/delivery-queue.ts';

/**
 * How long to wait after so many tries: exponential with a cap, spread over the upper half of it so
 * that many messages do not come back together. The spread is a hash, so a run can be repeated.
 */
export function retryDelayMs(jobId: string, tries: number, settings: RetrySettings): number {
  const { firstDelayMs, factor, maxDelayMs } = settings;
  const fullMs = Math.min(maxDelayMs, firstDelayMs * factor ** Math.max(0, tries - 1));
  const hash = createHash('sha256').update(`${jobId}\n${tries}`).digest().readUInt32BE(0);
  return Math.ceil(fullMs * (0.5 + hash / 2 ** 33));
}

/**
 * True when a message has been tried often or long enough. Being asked to slow down is no failure
 * of the message, so only time ends that.
 */
export function isExhausted(
  { tries, firstTriedAt }: JobMemo,
  reason: SendReason,
  now: number,
  settings: RetrySettings,
): boolean {
  if (tries >= settings.maxTries && reason !== 'rate_limited') return true;
  return firstTriedAt !== null && now - firstTriedAt >= settings.giveUpAfterMs;
}
