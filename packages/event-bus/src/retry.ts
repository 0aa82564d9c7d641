import type { Clock } from '@duewatch/config';
import { BusError, type BusErrorCode, messageOf } from './errors.ts';

/** First and longest wait between attempts: soon after a hiccup, seldom during an outage. */
export const retryDelaysMs = { first: 100, longest: 2_000 } as const;

/** Doubles from the first wait to the longest. */
export function retryDelayMs(attempt: number): number {
  return Math.min(retryDelaysMs.first * 2 ** Math.min(attempt, 10), retryDelaysMs.longest);
}

/** Resolves after `delayMs` on the clock. */
export function pause(clock: Clock, delayMs: number): Promise<void> {
  return new Promise((resolve) => void clock.schedule(delayMs, resolve));
}

/**
 * Repeats until it succeeds, the error is final, or the deadline is over (K4: the client's own
 * retries give up after seconds whatever they are set to). `attempt` starts afresh each time.
 */
export async function retryUntil<T>(
  options: {
    readonly clock: Clock;
    readonly deadlineMs: number;
    /** What is being tried, for the error: 'connect to Kafka'. */
    readonly what: string;
    /** Code of the error at the deadline. */
    readonly code?: BusErrorCode;
    readonly onRetry?: (error: unknown) => void;
  },
  attempt: () => Promise<T>,
): Promise<T> {
  const { clock, deadlineMs, what } = options;
  const giveUpAtMs = clock.now() + deadlineMs;
  for (let attempts = 0; ; attempts++) {
    try {
      return await attempt();
    } catch (error) {
      if (error instanceof BusError && !error.retriable) throw error;
      const delayMs = retryDelayMs(attempts);
      if (clock.now() + delayMs >= giveUpAtMs) {
        const message = `could not ${what} within ${deadlineMs} ms: ${messageOf(error)}`;
        throw new BusError(options.code ?? 'UNAVAILABLE', message, error);
      }
      options.onRetry?.(error);
      await pause(clock, delayMs);
    }
  }
}
