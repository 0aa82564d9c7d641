import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A tool, for it needs the rules of services, which no package may import. */
const folder = fileURLToPath(new URL('../../../tools/run/src/fold/main.ts', import.meta.url));

/** Room for what is new: events die at once, customers live on, and telling them apart costs. */
const roomForNew = '--max-semi-space-size=64';

/** Folds a file of events in a process of its own; answers its exit code. */
export async function runFold(what: 'fold' | 'explain', args: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, [roomForNew, folder, what, ...args], { stdio: 'inherit' });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 1;
}
