import type { Clock } from '@duewatch/config';

/** Asked by supervisors every few seconds; an answer this old is good enough. */
const keepMs = 1_000;
const deadlineMs = 2_000;

/**
 * Answers whether everything that the door needs can be reached, asking it at most once a second.
 */
export function createReadiness(
  clock: Clock,
  probe: () => Promise<unknown>,
): () => Promise<boolean> {
  let askedAtMs = Number.NEGATIVE_INFINITY;
  let answer: Promise<boolean> = Promise.resolve(false);

  function ask(): Promise<boolean> {
    return new Promise((resolve) => {
      const cancel = clock.schedule(deadlineMs, () => resolve(false));
      probe()
        .then(
          () => resolve(true),
          () => resolve(false),
        )
        .finally(cancel);
    });
  }

  return () => {
    const now = clock.now();
    if (now - askedAtMs >= keepMs) {
      askedAtMs = now;
      answer = ask();
    }
    return answer;
  };
}
