import { setImmediate as nextTurn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** What one input may cost: time on the processor, for others may use the machine, and memory. */
const CPU_MS_MAX = 1_000;
const MEGABYTES_MAX = 64;
/** What all of them together may leave behind; compiled code comes to a few of these. */
const KEPT_MEGABYTES_MAX = 32;

/** Does what one input asks for; throws when that takes too much time or memory. */
export async function withinBounds<T>(task: () => T | Promise<T>): Promise<T> {
  const [cpu, memory] = [process.threadCpuUsage(), megabytes()];
  const answer = await task();
  const { user, system } = process.threadCpuUsage(cpu);
  const [cpuMs, taken] = [(user + system) / 1_000, megabytes() - memory];
  if (cpuMs > CPU_MS_MAX) throw new Error(`It took ${cpuMs} ms of the processor.`);
  if (taken > MEGABYTES_MAX) throw new Error(`It took ${taken} MB of memory.`);
  return answer;
}

/** Does what many inputs ask for; throws when they leave too much behind. */
export async function leavingNothing(run: () => Promise<void>): Promise<void> {
  const before = await megabytesInUse();
  await run();
  const kept = (await megabytesInUse()) - before;
  if (kept > KEPT_MEGABYTES_MAX) throw new Error(`${kept} MB were left behind.`);
}

/** What is still held after garbage was collected; buffers of streams go in the second round. */
async function megabytesInUse(): Promise<number> {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  for (let round = 0; round < 3; round++) {
    await nextTurn();
    collectGarbage();
  }
  return megabytes();
}

function megabytes(): number {
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 2 ** 20;
}
