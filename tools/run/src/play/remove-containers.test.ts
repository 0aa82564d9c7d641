import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectName } from '../stack/docker-stack.ts';
import { repositoryRoot } from '../stack/places.ts';
import { removeContainers } from './remove-containers.ts';

/** A `docker` that notes how it is called. */
function pretendDocker() {
  const folder = mkdtempSync(join(tmpdir(), 'duewatch-docker-'));
  const calls = join(folder, 'calls');
  writeFileSync(join(folder, 'docker'), `#!/bin/sh\necho "$@" >> ${calls}\n`);
  chmodSync(join(folder, 'docker'), 0o755);
  return { env: { PATH: `${folder}:/bin:/usr/bin` }, calls: () => readFileSync(calls, 'utf8') };
}

describe('the containers of a run', () => {
  it('are removed with their volumes, and those of no other run', async () => {
    const { env, calls } = pretendDocker();
    await removeContainers('/somewhere/run-1', env);
    const project = `--project-name ${projectName('/somewhere/run-1')}`;
    expect(calls().trim().split('\n').at(-1)).toBe(
      `compose ${project} --project-directory ${repositoryRoot} down --volumes`,
    );
  });

  it('are nothing to worry about where there is no Docker', async () => {
    await removeContainers('/somewhere/run-1', { PATH: mkdtempSync(join(tmpdir(), 'empty-')) });
  });
});
