import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePorts, loopback } from './free-ports.ts';
import { forgetPorts, rememberedPorts } from './port-memory.ts';

async function occupied(): Promise<{ port: number; free(): Promise<unknown> }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, loopback, resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    port: address.port,
    free: () => new Promise((resolve) => server.close(resolve)),
  };
}

describe('free ports', () => {
  it('never come twice', async () => {
    const ports = await findFreePorts([0, 0, 0, 0, 0]);
    expect(new Set(ports).size).toBe(5);
  });

  it('are those wished for unless somebody has them', async () => {
    const [wish = 0] = await findFreePorts([0]);
    expect(await findFreePorts([wish])).toEqual([wish]);
    const taken = await occupied();
    expect(await findFreePorts([taken.port])).not.toEqual([taken.port]);
    await taken.free();
  });
});

describe('remembered ports', () => {
  const file = (): string => join(mkdtempSync(join(tmpdir(), 'duewatch-ports-')), 'ports.json');

  it('stay the same from start to start', async () => {
    const path = file();
    const first = await rememberedPorts(path, ['kafka', 'registry']);
    expect(await rememberedPorts(path, ['kafka', 'registry'])).toEqual(first);
  });

  it('are written where one can look them up', async () => {
    const path = file();
    const ports = await rememberedPorts(path, ['kafka']);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(ports);
    forgetPorts(path);
    forgetPorts(path);
  });

  it('are found anew when the note is unreadable', async () => {
    const path = file();
    writeFileSync(path, '{"kafka":');
    expect((await rememberedPorts(path, ['kafka'])).kafka).toBeGreaterThan(0);
  });
});
