import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { repositoryRoot } from '@duewatch/run';
import type { Stage } from './stage.ts';

/**
 * Runs `duewatch …` as a process of its own beside these services, with the API key of their first
 * tenant; answers what it printed.
 */
export async function duewatch(stage: Stage, ...args: readonly string[]): Promise<string> {
  const { services, tenants } = stage.pipeline;
  const command = [join(repositoryRoot, 'packages/cli/src/main.ts'), ...args];
  const env = {
    ...process.env,
    DUEWATCH_SETTINGS: stage.settingsFile,
    DUEWATCH_URL: services.doorUrl,
    DUEWATCH_API_KEY: tenants[0]?.apiKey ?? '',
  };
  return await new Promise((resolve, reject) => {
    execFile(process.execPath, command, { env }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new Error(`duewatch ${args.join(' ')}\n${stderr}${stdout}`, { cause: error }));
    });
  });
}
