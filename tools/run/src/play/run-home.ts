import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isoInstantOf } from '@duewatch/contracts';
import { identify, isRunning, type ProcessIdentity } from '../stack/process-identity.ts';

/** The folder of one run: a run never sees the data of another. */
export interface RunHome {
  readonly path: string;
  readonly logDir: string;
  readonly settingsFile: string;
  /** It stays behind when the run has ended. */
  readonly isKept: boolean;
  /** Takes the folder away. */
  remove(): void;
}

/** Whose folder it is. */
interface Note {
  readonly owner: ProcessIdentity | null;
  readonly keep: boolean;
}

const prefix = 'run-';
const noteFile = 'run.json';

/** Makes the folder of a new run under `base`, and clears away those of runs that were killed. */
export function createRunHome(
  base: string,
  options: { readonly nowMs: number; readonly keep: boolean },
): RunHome {
  mkdirSync(base, { recursive: true });
  removeOrphans(base);
  const time = isoInstantOf(options.nowMs).slice(0, 19).replaceAll(':', '');
  const path = join(base, `${prefix}${time}-${randomBytes(3).toString('hex')}`);
  const logDir = join(path, 'logs');
  mkdirSync(logDir, { recursive: true });
  const note: Note = { owner: identify(process.pid) ?? null, keep: options.keep };
  writeFileSync(join(path, noteFile), JSON.stringify(note));
  return {
    path,
    logDir,
    settingsFile: join(path, 'settings.json'),
    isKept: options.keep,
    remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 5 }),
  };
}

function removeOrphans(base: string): void {
  for (const entry of readdirSync(base, { withFileTypes: true })) {
    if (!entry.isDirectory() || !entry.name.startsWith(prefix)) continue;
    const path = join(base, entry.name);
    const note = readNote(path);
    // A folder without its note is not ours to judge.
    if (note === undefined || note.keep) continue;
    if (note.owner !== null && isRunning(note.owner)) continue;
    rmSync(path, { recursive: true, force: true, maxRetries: 5 });
  }
}

function readNote(path: string): Note | undefined {
  try {
    return JSON.parse(readFileSync(join(path, noteFile), 'utf8')) as Note;
  } catch {
    return undefined;
  }
}
