import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Done, Task } from './work.ts';

/** Works off tasks on all cores; `onDone` hears of each as it ends. */
export async function workOff(tasks: readonly Task[], onDone: (done: Done) => void): Promise<void> {
  const waiting = [...tasks];
  const threads = Array.from({ length: availableParallelism() }, async () => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url));
    for (let task = waiting.shift(); task !== undefined; task = waiting.shift()) {
      const done = await new Promise<Done>((resolve, reject) => {
        worker.removeAllListeners();
        worker.once('message', resolve);
        worker.once('error', reject);
        worker.postMessage(task);
      });
      onDone(done);
    }
    await worker.terminate();
  });
  await Promise.all(threads);
}
