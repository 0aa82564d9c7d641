import { setTimeout as pause } from 'node:timers/promises';

/**
 * Waits for an outcome instead of for a time: asks until the answer is neither false nor
 * undefined, and fails with `what` when that takes longer than `deadlineMs`.
 */
export async function until<T>(
  what: string,
  ask: () => T | undefined | false | Promise<T | undefined | false>,
  deadlineMs = 20_000,
): Promise<T> {
  const startedAt = performance.now();
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (performance.now() - startedAt > deadlineMs) {
      throw new Error(`Waited ${deadlineMs} ms in vain until ${what}.`);
    }
    await pause(5);
  }
}
