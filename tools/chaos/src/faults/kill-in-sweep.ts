import { setTimeout as pause } from 'node:timers/promises';
import type { Codec } from '@duewatch/contracts';
import type { PartitionStore } from '@duewatch/stream';
import type { Ground } from '../ground.ts';

const FOUND_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 1;

/**
 * Kills the owner of a partition that a new day has reached, but not all of its customers. A few
 * milliseconds pass between the two, so the owner is stopped first and looked at again.
 */
export async function killInSweep({ crew, scoringStore, codec, progress }: Ground): Promise<void> {
  const { partitions } = progress.scoring;
  const owners = await crew.ownersOf('scoring');
  const deadline = performance.now() + FOUND_WITHIN_MS;
  while (performance.now() < deadline) {
    for (const partition of partitions) {
      const owner = owners.get(partition);
      if (owner === undefined || !(await isHalfSwept(scoringStore, partition, codec))) continue;
      crew.signal(owner, 'SIGSTOP');
      if (await isHalfSwept(scoringStore, partition, codec)) return await crew.kill(owner);
      crew.signal(owner, 'SIGCONT');
    }
    await pause(LOOK_EVERY_MS);
  }
  throw new Error('no day was found on its way through a partition');
}

/** A tick was committed, and customers for whom something is due have not heard of it. */
async function isHalfSwept(
  store: PartitionStore,
  partition: number,
  codec: Codec,
): Promise<boolean> {
  const { broadcasts } = await store.glance(partition, new Map());
  const [first] = broadcasts;
  const decoded = first && codec.decode(first.value);
  if (decoded?.recordName !== 'ClockBusinessDayStarted') return false;
  const { calendarId, date } = decoded.data;
  const due = { index: `due:${calendarId}`, max: date };
  return (await store.lowest(partition, [due], 1)).flat().length > 0;
}
