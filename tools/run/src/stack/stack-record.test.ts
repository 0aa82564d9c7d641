import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { homePlaces } from './places.ts';
import { identify, isRunning } from './process-identity.ts';
import type { StackProcess } from './running-stack.ts';
import {
  findDetachedStack,
  readRecord,
  type StackRecord,
  stopRecorded,
  writeRecord,
} from './stack-record.ts';

const addresses = {
  kafkaBrokers: ['127.0.0.1:1'],
  registryUrl: 'http://127.0.0.1:2/apis/ccompat/v7',
  stateRedisUrl: 'redis://127.0.0.1:3',
  queueRedisUrl: 'redis://127.0.0.1:4',
};

const newHome = () => homePlaces(mkdtempSync(join(tmpdir(), 'duewatch-record-')));

async function sleeper(name: string): Promise<StackProcess> {
  const child = spawn('sleep', ['60'], { stdio: 'ignore' });
  await once(child, 'spawn');
  const identity = identify(child.pid ?? 0);
  if (identity === undefined) throw new Error('The sleeper did not start');
  return { name, ...identity };
}

const record = (processes: readonly StackProcess[], more: Partial<StackRecord> = {}) => ({
  kind: 'native' as const,
  ...addresses,
  processes,
  launcher: null,
  ...more,
});

describe('the note about a stack', () => {
  it('finds the stack that runs alone', async () => {
    const home = newHome();
    const server = await sleeper('kafka');
    writeRecord(home, record([server]));
    expect(findDetachedStack(home)).toMatchObject({ kind: 'native', ...addresses });
    await stopRecorded(home);
  });

  it('ends the recorded processes and forgets them', async () => {
    const home = newHome();
    const servers = [await sleeper('kafka'), await sleeper('registry')];
    writeRecord(home, record(servers));
    expect(await stopRecorded(home)).toEqual(servers);
    expect(servers.some(isRunning)).toBe(false);
    expect(existsSync(home.stateFile)).toBe(false);
  });

  it('spares a stranger that has got the id of a recorded process', async () => {
    const home = newHome();
    const stranger = await sleeper('kafka');
    writeRecord(home, record([{ ...stranger, startedAt: 'long ago' }]));
    expect(await stopRecorded(home)).toEqual([]);
    expect(isRunning(stranger)).toBe(true);
    process.kill(stranger.pid);
  });

  it('is no stack to use when one of its processes has ended', async () => {
    const home = newHome();
    const server = await sleeper('kafka');
    writeRecord(home, record([server, { name: 'registry', pid: 1, startedAt: 'long ago' }]));
    expect(findDetachedStack(home)).toBeUndefined();
    await stopRecorded(home);
  });

  it('is no stack to use when it ends with another process', async () => {
    const home = newHome();
    const server = await sleeper('kafka');
    writeRecord(home, record([server], { launcher: { pid: 1, startedAt: '1' } }));
    expect(findDetachedStack(home)).toBeUndefined();
    await stopRecorded(home);
  });

  it('may be missing', async () => {
    const home = newHome();
    expect(readRecord(home)).toBeUndefined();
    expect(await stopRecorded(home)).toEqual([]);
  });
});
