import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { repositoryRoot } from '@duewatch/run';

/** Runs `duewatch …` as a process of its own beside these services; answers what it printed. */
export async function duewatch(settingsFile: string, ...args: readonly string[]): Promise<string> {
  const command = [join(repositoryRoot, 'packages/cli/src/main.ts'), ...args];
  const env = { ...process.env, DUEWATCH_SETTINGS: settingsFile };
  return await new Promise((resolve, reject) => {
    execFile(process.execPath, command, { env }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new Error(`duewatch ${args.join(' ')}\n${stderr}${stdout}`, { cause: error }));
    });
  });
}
