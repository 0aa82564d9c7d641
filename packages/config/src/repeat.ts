import type { Clock } from './clock.ts';

/**
 * Does something again and again, each time so long after the time before has ended. The answer
 * ends it: what is under way is finished, and nothing follows. A task that can fail handles that.
 */
export function repeat(clock: Clock, everyMs: number, task: () => Promise<void>): () => void {
  let isOver = false;
  let cancel = schedule();

  function schedule(): () => void {
    return clock.schedule(everyMs, () => {
      void task().finally(() => {
        if (!isOver) cancel = schedule();
      });
    });
  }

  return () => {
    isOver = true;
    cancel();
  };
}
