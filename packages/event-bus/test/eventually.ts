import { setTimeout as delay } from 'node:timers/promises';

/** Polls until `check` stops throwing; at the deadline its last error is the test's. */
export async function eventually(
  check: () => void | Promise<void>,
  withinMs: number,
  everyMs = 5,
): Promise<void> {
  const giveUpAtMs = performance.now() + withinMs;
  for (;;) {
    try {
      await check();
      return;
    } catch (error) {
      if (performance.now() > giveUpAtMs) throw error;
    }
    await delay(everyMs);
  }
}
