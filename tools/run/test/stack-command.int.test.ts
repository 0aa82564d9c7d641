import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { startStack } from '../src/index.ts';
import { repositoryRoot } from '../src/stack/places.ts';
import { isRunning } from '../src/stack/process-identity.ts';
import type { StackProcess } from '../src/stack/running-stack.ts';

jest.setTimeout(300_000);

const home = mkdtempSync(join(tmpdir(), 'duewatch-command-'));
const program = join(repositoryRoot, 'packages/cli/src/main.ts');

/** `duewatch stack …` in a home of its own, without any address that the environment gives. */
async function duewatch(...args: string[]) {
  const given = Object.entries(process.env).filter(([name]) => !/^DUEWATCH_STACK_/.test(name));
  const env = { ...Object.fromEntries(given), DUEWATCH_HOME: home };
  const child = spawn(process.execPath, [program, 'stack', ...args], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [out, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  return { out, code: code as number };
}

describe('duewatch stack', () => {
  let processes: readonly StackProcess[] = [];

  afterAll(async () => {
    await duewatch('down');
    rmSync(home, { recursive: true, force: true });
  });

  it('says that nothing is up before it is', async () => {
    expect(await duewatch('status')).toMatchObject({ code: 1 });
    expect(await duewatch('down')).toEqual({ code: 0, out: 'No stack was up.\n' });
  });

  it('leaves servers running that its command has started', async () => {
    const { out, code } = await duewatch('up', '--native', '--json');
    expect(code).toBe(0);
    const { stack, wasUp } = JSON.parse(out) as {
      stack: { processes: StackProcess[] };
      wasUp: boolean;
    };
    expect(wasUp).toBe(false);
    processes = stack.processes;
    expect(processes.filter(isRunning)).toHaveLength(5);
  });

  it('starts nothing when it is up already', async () => {
    const { out } = await duewatch('up');
    expect(out).toContain('The native stack was already up');
    expect(processes.filter(isRunning)).toHaveLength(5);
  });

  it('shows every server with its address and whether it answers', async () => {
    const { out, code } = await duewatch('status');
    expect(code).toBe(0);
    expect(out.match(/ {2}answers$/gm)).toHaveLength(4);
  });

  it('is what a run in the same home uses and leaves alone', async () => {
    const stack = await startStack({
      home,
      env: { PATH: process.env['PATH'] },
      log: () => undefined,
    });
    expect(stack.kind).toBe('native');
    await stack.stop();
    expect(processes.filter(isRunning)).toHaveLength(5);
  });

  it('ends every process that it started', async () => {
    const { out } = await duewatch('down');
    expect(out).toMatch(/^Stopped kafka \(\d+\), registry/);
    expect(processes.filter(isRunning)).toEqual([]);
  });
});
