import net, { type AddressInfo } from 'node:net';
import { stateRedisUrl, until } from '@duewatch/testing';
import { createRedisClient, type RedisClient } from '../src/index.ts';

/** Passes connections on to Redis; those that it falls silent for stay open and answer no more. */
async function startLine() {
  const { hostname, port } = new URL(stateRedisUrl());
  const sockets = new Set<net.Socket>();
  const server = net.createServer((near) => {
    const far = net.connect(Number(port), hostname);
    for (const socket of [near, far]) sockets.add(socket.on('error', () => {}));
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}`,
    fallSilent: () => {
      for (const socket of sockets) socket.unpipe().resume();
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

describe('a connection whose other end is gone without a word', () => {
  let line: Awaited<ReturnType<typeof startLine>>;
  let client: RedisClient;
  beforeEach(async () => {
    line = await startLine();
    client = createRedisClient(line.url, { name: 'half-open', commandTimeoutMs: 300 });
  });
  afterEach(async () => {
    await client.close();
    await line.close();
  });

  it('is given up for a new one when a command got no answer', async () => {
    expect(String(await client.command(['PING']))).toBe('PONG');
    line.fallSilent();
    await expect(client.command(['PING'])).rejects.toMatchObject({ code: 'REDIS_UNAVAILABLE' });
    await until('a new connection answers', async () => {
      const answer = await client.command(['PING']).catch(() => undefined);
      return String(answer) === 'PONG';
    });
  });
});
