import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the checkout. */
export const repositoryRoot = fileURLToPath(new URL('../../../..', import.meta.url)).replace(
  /\/$/,
  '',
);

/** Where one running system keeps what it writes. Two of them never share a home. */
export interface HomePlaces {
  readonly root: string;
  readonly dataDir: string;
  readonly logDir: string;
  readonly stateFile: string;
  readonly lockFile: string;
  readonly portsFile: string;
}

/** The folders and files of a home. */
export function homePlaces(home: string): HomePlaces {
  const root = resolve(home);
  return {
    root,
    dataDir: join(root, 'data'),
    logDir: join(root, 'logs'),
    stateFile: join(root, 'stack.json'),
    lockFile: join(root, 'stack.lock'),
    portsFile: join(root, 'ports.json'),
  };
}

/** What goes wrong with the process that holds the servers. */
export function supervisorLog({ logDir }: HomePlaces): string {
  return join(logDir, 'supervisor.log');
}

/** `.duewatch/` of the checkout unless DUEWATCH_HOME names another. */
export function defaultHome(env: NodeJS.ProcessEnv): string {
  return env['DUEWATCH_HOME'] || join(repositoryRoot, '.duewatch');
}

/** Per user, shared by all checkouts: the servers are fetched once. */
export function cacheDir(env: NodeJS.ProcessEnv): string {
  const base = env['XDG_CACHE_HOME'] || join(env['HOME'] || homedir(), '.cache');
  return join(base, 'duewatch');
}
