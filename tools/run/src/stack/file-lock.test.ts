import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FileLock, tryLock, waitForLock } from './file-lock.ts';

const folder = mkdtempSync(join(tmpdir(), 'duewatch-lock-'));
const deadHolder = JSON.stringify({ pid: process.pid, startedAt: 'long ago' });

function mustLock(path: string): FileLock {
  const lock = tryLock(path);
  if (!('release' in lock)) throw new Error(`Process ${lock.pid} holds the lock`);
  return lock;
}

describe('a lock file', () => {
  it('names the process that holds it until that one releases it', () => {
    const path = join(folder, 'nested/held.lock');
    const lock = mustLock(path);
    expect(tryLock(path)).toMatchObject({ pid: process.pid });
    lock.release();
    mustLock(path).release();
    expect(existsSync(path)).toBe(false);
  });

  it.each([
    { description: 'whose holder is dead', content: deadHolder },
    { description: 'that nobody can read', content: '{"pid":' },
  ])('is taken over when it is one $description', ({ content }) => {
    const path = join(folder, 'stale.lock');
    writeFileSync(path, content);
    mustLock(path).release();
  });

  it('leaves the lock of another alone when released twice', () => {
    const path = join(folder, 'twice.lock');
    const first = mustLock(path);
    first.release();
    const second = mustLock(path);
    first.release();
    expect(existsSync(path)).toBe(true);
    second.release();
  });

  it('is waited for, telling once who holds it', async () => {
    const path = join(folder, 'awaited.lock');
    const first = mustLock(path);
    const holders: number[] = [];
    const second = await waitForLock(path, 10_000, ({ pid }) => {
      holders.push(pid);
      first.release();
    });
    expect(holders).toEqual([process.pid]);
    second.release();
  });

  it('is given up when it stays held', async () => {
    const path = join(folder, 'stuck.lock');
    const lock = mustLock(path);
    await expect(waitForLock(path, 1, () => undefined)).rejects.toMatchObject({ code: 'LOCKED' });
    lock.release();
  });
});
