import { mkdirSync } from 'node:fs';
import { StackError } from './error.ts';
import { type FileLock, tryLock } from './file-lock.ts';
import type { HomePlaces } from './places.ts';
import { findDetachedStack, stopRecorded } from './stack-record.ts';

/**
 * Makes this process the only one that starts servers in the home, and ends what a crash left
 * there: two stacks in one home would write into each other's files.
 */
export async function takeHome(places: HomePlaces): Promise<FileLock> {
  mkdirSync(places.root, { recursive: true });
  const lock = tryLock(places.lockFile);
  if (!('release' in lock)) {
    throw new StackError(
      'LOCKED',
      `Process ${lock.pid} already runs a stack in ${places.root}. Stop it first, or set ` +
        'DUEWATCH_HOME to another folder.',
    );
  }
  const detached = findDetachedStack(places);
  if (detached === undefined) {
    await stopRecorded(places);
    return lock;
  }
  lock.release();
  throw new StackError(
    'LOCKED',
    `A ${detached.kind} stack is already up in ${places.root}. Run \`npx duewatch stack down\` ` +
      'first, or set DUEWATCH_HOME to another folder.',
  );
}
