import type { Refusal } from '../door/problem.ts';
import type { ReadEvent } from '../steps/read-events.ts';
import type { BacklogWatch } from './backlog-watch.ts';

/** Lets in less when scoring is late, so that an overload costs refusals instead of hours. */
export interface Lateness {
  /** Why nothing is let in at the moment, before anything is read. */
  refusal(): Refusal | undefined;
  /** Why these events are not: history waits for those who live in the present. */
  refusalOf(events: readonly ReadEvent[]): Refusal | undefined;
}

export interface LatenessLimits {
  readonly behindSecondsMax: number;
  readonly historyBehindSecondsMax: number;
  readonly retryAfterSeconds: number;
}

/**
 * Late alone is no reason to refuse: after an outage or in a rebuild the log holds what comes, and
 * scoring catches up. While it is late no more is let in than lets it do so.
 */
export function createLateness(
  backlog: Pick<BacklogWatch, 'behindMs' | 'waitMs' | 'hasRoom'>,
  limits: LatenessLimits,
): Lateness {
  return {
    refusal() {
      const waitMs = backlog.waitMs();
      if (waitMs <= limits.behindSecondsMax * 1_000 || backlog.hasRoom()) return undefined;
      return {
        code: 'overloaded',
        detail: `More comes than scoring works off: it has work for ${secondsOf(waitMs)} s.`,
        mend: 'Send the same again after the time in Retry-After.',
        retryAfterSeconds: limits.retryAfterSeconds,
      };
    },
    refusalOf(events) {
      const behindMs = backlog.behindMs();
      if (behindMs <= limits.historyBehindSecondsMax * 1_000) return undefined;
      if (!events.some(isHistory)) return undefined;
      return {
        code: 'history_paused',
        detail: `Scoring is ${secondsOf(behindMs)} s behind; history is taken in when it is not.`,
        mend: 'Send the same again after the time in Retry-After. The import command does.',
        retryAfterSeconds: 1,
      };
    },
  };
}

function isHistory(read: ReadEvent): boolean {
  return read.kind === 'ok' && String(read.event.attributes.get('suppressed')) === 'true';
}

function secondsOf(ms: number): number {
  return Math.max(1, Math.ceil(ms / 1_000));
}
