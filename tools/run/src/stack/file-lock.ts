import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { pollUntil } from './deadline.ts';
import { StackError } from './error.ts';
import { identify, isRunning, type ProcessIdentity } from './process-identity.ts';

/** A lock that ends with its holder: who finds a dead holder's lock may take it. */
export interface FileLock {
  release(): void;
}

/** Takes the lock or names the process that holds it. */
export function tryLock(path: string): FileLock | ProcessIdentity {
  mkdirSync(dirname(path), { recursive: true });
  const self = identify(process.pid);
  if (self === undefined) throw new StackError('LOCKED', `Cannot name this process for ${path}`);
  const content = JSON.stringify({ ...self, ticket: randomBytes(8).toString('hex') });
  for (;;) {
    if (createWhole(path, content)) return { release: () => releaseOwn(path, content) };
    const found = readOrEmpty(path);
    if (found === '') continue;
    const holder = parseHolder(found);
    if (holder !== undefined && isRunning(holder)) return holder;
    removeStale(path, found);
  }
}

/** Waits for the lock; `onWait` is told once who holds it. */
export async function waitForLock(
  path: string,
  timeoutMs: number,
  onWait: (holder: ProcessIdentity) => void,
): Promise<FileLock> {
  let lock: FileLock | undefined;
  let holder: ProcessIdentity | undefined;
  const isTaken = await pollUntil(() => {
    const outcome = tryLock(path);
    if ('release' in outcome) lock = outcome;
    else if (holder === undefined) {
      holder = outcome;
      onWait(outcome);
    }
    return lock !== undefined;
  }, timeoutMs);
  if (isTaken && lock !== undefined) return lock;
  const seconds = Math.round(timeoutMs / 1000);
  throw new StackError('LOCKED', `Process ${holder?.pid} still holds ${path} after ${seconds} s`);
}

/** A hard link appears with its content or not at all: nobody can read a half-written lock. */
function createWhole(path: string, content: string): boolean {
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  writeFileSync(draft, content);
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Moves the dead holder's lock aside; puts it back if a living one came between. */
function removeStale(path: string, stale: string): void {
  const aside = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  const moved = readOrEmpty(aside);
  rmSync(aside, { force: true });
  if (moved !== stale) createWhole(path, moved);
}

function releaseOwn(path: string, content: string): void {
  if (readOrEmpty(path) === content) rmSync(path, { force: true });
}

function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function parseHolder(content: string): ProcessIdentity | undefined {
  try {
    const { pid, startedAt } = JSON.parse(content) as Partial<ProcessIdentity>;
    return pid === undefined || startedAt === undefined ? undefined : { pid, startedAt };
  } catch {
    return undefined;
  }
}
