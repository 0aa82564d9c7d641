import { nextWorkday } from './business-time.ts';
import type { Episode, Episodes, Transition } from './episode.ts';

const CRITICAL_AFTER_MS = 4 * 3_600_000;

/**
 * When somebody is to be told that nobody has acknowledged it: a critical alert after four hours,
 * an error on the next working day at the same time. Null when nobody has to.
 */
function reminderAt({ severity, attention }: Episode): number | null {
  const { told, muted, acknowledged, snooze, isReminded } = attention;
  if (told === null || isReminded) return null;
  if (muted !== null || acknowledged !== null || snooze !== null) return null;
  if (severity === 'critical') return told.at + CRITICAL_AFTER_MS;
  return severity === 'error' ? nextWorkday(told.at) : null;
}

/** Open episodes that have waited too long for somebody to take them. */
export function remindersDue({ open }: Episodes, now: number): Transition[] {
  return open
    .filter((episode) => (reminderAt(episode) ?? Number.POSITIVE_INFINITY) <= now)
    .map((episode) => ({ kind: 'reminded', episode }));
}

/** When to look at the customer though nothing comes; null when never. */
export function wakeAt({ open }: Episodes): number | null {
  let earliest: number | null = null;
  for (const episode of open) {
    for (const at of [reminderAt(episode), episode.attention.muted?.until ?? null]) {
      if (at !== null && (earliest === null || at < earliest)) earliest = at;
    }
  }
  return earliest;
}
