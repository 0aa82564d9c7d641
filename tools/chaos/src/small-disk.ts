import { execFile } from 'node:child_process';
import { cp, mkdir, readFile, rename, rmdir, statfs } from 'node:fs/promises';
import { promisify } from 'node:util';

/** A file system in memory that can be made to run full. */
export interface SmallDisk {
  /** Leaves room for hardly more than what it holds; the next few writes take that. */
  shrink(): Promise<void>;
  makeRoom(): Promise<void>;
  /** What was on it stays in the folder, for whoever asks why. */
  unmount(): Promise<void>;
}

const run = promisify(execFile);
/** More than a run of 100,000 events writes; memory is taken for what is written only. */
const ROOMY = '2g';
const KIB = 1_024;
/** Less than any commit writes, and more than comes between looking and shrinking. */
const LEFT_KIB = 16;
const SHRINK_ATTEMPTS = 20;

/** The first word of its line among the mounts of the system. */
const NAME = 'duewatch-chaos';

/** Takes away what runs that were killed left under a folder. A disk that is in use stays. */
export async function unmountUnused(under: string): Promise<void> {
  const mounts = await readFile('/proc/mounts', 'utf8').catch(() => '');
  for (const line of mounts.split('\n')) {
    const [name, folder = ''] = line.split(' ');
    if (name !== NAME || !folder.startsWith(under)) continue;
    await run('umount', [folder]).catch(() => undefined);
  }
}

/** Mounts one at a folder. Rejects, with what `mount` says, where that is not allowed. */
export async function mountSmallDisk(folder: string): Promise<SmallDisk> {
  await mkdir(folder, { recursive: true });
  await run('mount', ['-t', 'tmpfs', '-o', `size=${ROOMY}`, NAME, folder]);
  const resize = async (size: string): Promise<void> => {
    await run('mount', ['-o', `remount,size=${size}`, folder]);
  };
  return {
    async shrink() {
      for (let attempt = 1; ; attempt += 1) {
        const { blocks, bfree, bsize } = await statfs(folder);
        try {
          return await resize(`${Math.ceil(((blocks - bfree) * bsize) / KIB) + LEFT_KIB}k`);
        } catch (error) {
          // More came since it was looked at than was to be left: the mount is refused.
          if (attempt === SHRINK_ATTEMPTS) throw error;
        }
      }
    },
    makeRoom: () => resize(ROOMY),
    async unmount() {
      const kept = `${folder}.kept`;
      await cp(folder, kept, { recursive: true });
      await run('umount', [folder]);
      await rmdir(folder);
      await rename(kept, folder);
    },
  };
}
