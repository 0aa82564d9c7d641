import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { findCompose, projectName } from '../stack/docker-stack.ts';
import { repositoryRoot } from '../stack/places.ts';

/** Removing stopped containers takes a second or two; an engine that hangs must not hold us. */
const timeoutMs = 60_000;

/**
 * Takes away the stopped containers and the volumes of a run: nobody would ever start them again,
 * for the next run has a folder, and with it a Compose project, of its own.
 */
export async function removeContainers(homePath: string, env: NodeJS.ProcessEnv): Promise<void> {
  const [command, ...first] = findCompose(env) ?? [];
  if (command === undefined) return;
  const project = ['--project-name', projectName(homePath)];
  const args = [...first, ...project, '--project-directory', repositoryRoot, 'down', '--volumes'];
  await promisify(execFile)(command, args, { env, timeout: timeoutMs });
}
