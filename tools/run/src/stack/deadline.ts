import { setTimeout as pause } from 'node:timers/promises';

/** Short enough not to be felt, long enough not to burden a starting server. */
const pollIntervalMs = 100;

/** Asks again and again until the answer is true; false when the time ran out. */
export async function pollUntil(
  isTrue: () => Promise<boolean> | boolean,
  timeoutMs: number,
): Promise<boolean> {
  const endMs = performance.now() + timeoutMs;
  while (!(await isTrue())) {
    if (performance.now() >= endMs) return false;
    await pause(pollIntervalMs);
  }
  return true;
}
