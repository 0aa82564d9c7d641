import { createServer, type Server } from 'node:net';

/** Everything the stack opens is for this machine alone. */
export const loopback = '127.0.0.1';

/**
 * One free port per wish. A wished port (0: none) is kept when nobody has it, so that addresses
 * stay the same from start to start. All are held until all are found, so none comes twice.
 */
export async function findFreePorts(wishes: readonly number[]): Promise<readonly number[]> {
  const servers: Server[] = [];
  try {
    for (const wish of wishes) {
      servers.push((await tryListen(wish)) ?? (await listenAnywhere()));
    }
    return servers.map(portOf);
  } finally {
    await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  }
}

async function listenAnywhere(): Promise<Server> {
  const server = await tryListen(0);
  if (server === undefined) throw new Error('This machine has no free port left');
  return server;
}

function tryListen(port: number): Promise<Server | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen(port, loopback, () => resolve(server));
  });
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('Not a network address');
  return address.port;
}
