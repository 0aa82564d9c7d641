import { setImmediate } from 'node:timers/promises';

/**
 * Wall-clock time as a port. Only deadlines, rate limits and live calendars ask it; business time
 * comes from records, so that a replay years later decides the same.
 */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Calls `fn` once, `delayMs` from now. The answer cancels it; cancelling twice is harmless. */
  schedule(delayMs: number, fn: () => void): () => void;
}

/** A clock that stands still until a test moves it. */
export interface ManualClock extends Clock {
  /**
   * Moves time forward, stopping at each due timer in order. After each one, work that is already
   * under way gets a turn, so a timer that re-arms itself after an await fires again.
   */
  advance(byMs: number): Promise<void>;
  /** How many timers wait. */
  pending(): number;
}

/** Longest delay that setTimeout keeps; above it Node fires at once. */
const maxTimeoutMs = 2 ** 31 - 1;

/** The clock of the machine. The one place in the repository that asks it for the time. */
export function createSystemClock(): Clock {
  const now = (): number => Date.now();
  return {
    now,
    schedule(delayMs, fn) {
      const dueAtMs = now() + delayMs;
      let timer: NodeJS.Timeout;
      const arm = (waitMs: number): void => {
        // A negative delay makes Node warn and spin, a huge one fires at once: both are clamped.
        timer = setTimeout(fire, Math.min(Math.max(waitMs, 0), maxTimeoutMs));
      };
      const fire = (): void => {
        const leftMs = dueAtMs - now();
        if (delayMs > maxTimeoutMs && leftMs > 0) arm(leftMs);
        else fn();
      };
      arm(delayMs);
      return () => clearTimeout(timer);
    },
  };
}

/** A clock for tests and simulations, at `startMs` until `advance` is called. */
export function createManualClock(startMs: number): ManualClock {
  let nowMs = startMs;
  let made = 0;
  const timers = new Map<number, { readonly dueAtMs: number; readonly fn: () => void }>();

  const takeDue = (untilMs: number): { dueAtMs: number; fn: () => void } | undefined => {
    let firstId: number | undefined;
    let firstDueMs = Number.POSITIVE_INFINITY;
    // Insertion order breaks ties: timers of the same instant fire in the order they were set.
    for (const [id, timer] of timers) {
      if (timer.dueAtMs <= untilMs && timer.dueAtMs < firstDueMs) {
        firstId = id;
        firstDueMs = timer.dueAtMs;
      }
    }
    if (firstId === undefined) return undefined;
    const timer = timers.get(firstId);
    timers.delete(firstId);
    return timer;
  };

  return {
    now: () => nowMs,
    pending: () => timers.size,
    schedule(delayMs, fn) {
      const id = made++;
      timers.set(id, { dueAtMs: nowMs + Math.max(delayMs, 0), fn });
      return () => void timers.delete(id);
    },
    async advance(byMs) {
      const untilMs = nowMs + byMs;
      for (let timer = takeDue(untilMs); timer !== undefined; timer = takeDue(untilMs)) {
        nowMs = Math.max(nowMs, timer.dueAtMs);
        timer.fn();
        await setImmediate();
      }
      nowMs = untilMs;
    },
  };
}
