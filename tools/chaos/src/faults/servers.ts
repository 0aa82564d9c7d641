import { cp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { ServerName } from '@duewatch/run';
import type { Ground } from '../ground.ts';
import type { SmallDisk } from '../small-disk.ts';

/** So much is lost when an older state of Redis comes back. */
const ROLLBACK_MS = 3_000;
/** A disk is full for so long. */
const FULL_FOR_MS = 8_000;

/** Takes a server away and brings it back with what it finds. */
export async function bounce(
  stack: Ground['stack'],
  name: ServerName,
  between: () => Promise<void> = async () => undefined,
): Promise<void> {
  await stack.killServer(name);
  await between();
  await stack.restartServer(name);
}

/** Brings back what the disk held a few seconds ago, as a restored dump does. */
export async function rollBackRedis({ stack }: Ground): Promise<void> {
  const folder = join(stack.dataDir, 'redis-state');
  const older = `${folder}.older`;
  await rm(older, { recursive: true, force: true });
  await cp(folder, older, { recursive: true });
  await pause(ROLLBACK_MS);
  await bounce(stack, 'redis-state', async () => {
    // Not the folder itself: a disk may be mounted there.
    for (const file of await readdir(folder)) {
      await rm(join(folder, file), { recursive: true });
    }
    await cp(older, folder, { recursive: true });
  });
}

/** A broker that cannot write ends; somebody makes room and starts it again. */
export async function fillKafkaDisk({ stack, disks }: Ground): Promise<void> {
  await fill(disks?.kafka);
  await bounce(stack, 'kafka', async () => disks?.kafka.makeRoom());
}

/** Redis refuses to write until there is room again, and goes on by itself. */
export async function fillRedisDisk({ disks }: Ground): Promise<void> {
  await fill(disks?.redis);
  await disks?.redis.makeRoom();
}

async function fill(disk: SmallDisk | undefined): Promise<void> {
  if (disk === undefined) throw new Error('there is no small disk to fill');
  await disk.shrink();
  await pause(FULL_FOR_MS);
}
