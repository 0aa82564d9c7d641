import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { identify, isRunning, signalProcess } from './process-identity.ts';

async function startSleeper() {
  const child = spawn('sleep', ['60']);
  await once(child, 'spawn');
  const identity = identify(child.pid ?? 0);
  if (identity === undefined) throw new Error('The sleeper did not start');
  return { child, identity };
}

describe('a process named by id and start time', () => {
  it('runs until it has ended', async () => {
    const { child, identity } = await startSleeper();
    expect(isRunning(identity)).toBe(true);
    signalProcess(identity, 'SIGTERM');
    await once(child, 'exit');
    expect(isRunning(identity)).toBe(false);
  });

  it('is not mistaken for a later process with the same id', async () => {
    const { child, identity } = await startSleeper();
    const earlier = { pid: identity.pid, startedAt: 'long ago' };
    expect(isRunning(earlier)).toBe(false);
    signalProcess(earlier, 'SIGKILL');
    expect(isRunning(identity)).toBe(true);
    child.kill();
    await once(child, 'exit');
  });

  it('can be signalled in vain', () => {
    expect(identify(2 ** 22 + 1)).toBeUndefined();
    expect(() => signalProcess({ pid: 2 ** 22 + 1, startedAt: '1' }, 'SIGTERM')).not.toThrow();
  });
});
