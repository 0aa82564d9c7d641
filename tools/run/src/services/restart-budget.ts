import type { Clock } from '@duewatch/config';

/** Who dies more often than that is ill, and its log says more than another start would. */
const RESTARTS_MAX = 3;
const WINDOW_MS = 60_000;
const FIRST_DELAY_MS = 500;

/** How often processes may be started again. */
export interface RestartBudget {
  /** How long to wait before starting it once more; undefined when it has died too often. */
  delayMs(name: string): number | undefined;
}

/** Three starts a minute for each, the later ones after longer. */
export function createRestartBudget(clock: Clock): RestartBudget {
  const startedAtMs = new Map<string, readonly number[]>();
  return {
    delayMs(name) {
      const now = clock.now();
      const lately = (startedAtMs.get(name) ?? []).filter((at) => now - at < WINDOW_MS);
      if (lately.length === RESTARTS_MAX) return undefined;
      startedAtMs.set(name, [...lately, now]);
      return FIRST_DELAY_MS * 2 ** lately.length;
    },
  };
}
