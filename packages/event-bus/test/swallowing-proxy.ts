import net from 'node:net';

/** Kafka's number for produce requests. */
const produceKey = 0;

interface Frame {
  readonly bytes: Buffer;
  /** From the head of a request. */
  readonly apiKey: number;
  readonly correlationId: number;
}

/** A TCP proxy that keeps answers to produce requests for itself when it is told to. */
export interface SwallowingProxy {
  readonly address: { readonly host: string; readonly port: number };
  /** From now on `count` produce requests reach the broker, and their answers nobody. */
  swallow(count: number): void;
  /** Produce requests that it has seen, and answers that it has kept. */
  produced(): number;
  swallowed(): number;
  connections(): number;
  /** Cuts all connections and takes no new ones, as a broker that is away. */
  goAway(): Promise<void>;
  comeBack(): Promise<void>;
  close(): Promise<void>;
}

/** Starts a proxy before `broker` on a free port. */
export async function startSwallowingProxy(broker: string): Promise<SwallowingProxy> {
  const [host = '', port = ''] = broker.split(':');
  const state = { toSwallow: 0, swallowed: 0, produced: 0 };
  const sockets = new Set<net.Socket>();
  const server = net.createServer((client) => {
    const upstream = net.connect(Number(port), host);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket
        .on('error', () => {})
        .on('close', () => {
          sockets.delete(socket);
          client.destroy();
          upstream.destroy();
        });
    }
    passOn(client, upstream, state);
  });
  await listen(server, 0);
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('the proxy has no port');
  const address = { host: '127.0.0.1', port: bound.port };
  const goAway = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  };
  return {
    address,
    swallow: (count) => {
      state.toSwallow = count;
    },
    swallowed: () => state.swallowed,
    produced: () => state.produced,
    connections: () => sockets.size / 2,
    goAway,
    comeBack: () => listen(server, address.port),
    close: async () => {
      if (server.listening) await goAway();
    },
  };
}

function listen(server: net.Server, port: number): Promise<void> {
  return new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
}

function passOn(
  client: net.Socket,
  upstream: net.Socket,
  state: { toSwallow: number; swallowed: number; produced: number },
): void {
  const doomed = new Set<number>();
  const fromClient = frameReader(8, (frame) => {
    if (frame.apiKey === produceKey) {
      state.produced += 1;
      if (state.toSwallow > 0) {
        state.toSwallow -= 1;
        doomed.add(frame.correlationId);
      }
    }
    upstream.write(frame.bytes);
  });
  const fromBroker = frameReader(4, (frame) => {
    if (doomed.delete(frame.correlationId)) state.swallowed += 1;
    else client.write(frame.bytes);
  });
  client.on('data', fromClient);
  upstream.on('data', fromBroker);
}

/** Cuts a stream into length-prefixed frames; the correlation id is at the end of the head. */
function frameReader(headBytes: 4 | 8, onFrame: (frame: Frame) => void): (chunk: Buffer) => void {
  let rest = Buffer.alloc(0);
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length >= 4 && rest.length >= 4 + rest.readInt32BE(0)) {
      const bytes = rest.subarray(0, 4 + rest.readInt32BE(0));
      rest = rest.subarray(bytes.length);
      // A request: api key (2), version (2), correlation id (4). An answer: correlation id (4).
      const apiKey = headBytes === 8 ? bytes.readInt16BE(4) : -1;
      onFrame({ bytes, apiKey, correlationId: bytes.readInt32BE(headBytes) });
    }
  };
}
