import net from 'node:net';

/** What happens to bytes that pass a proxy. */
export type Weather =
  | { readonly kind: 'clear' }
  | { readonly kind: 'latency'; readonly delayMs: number }
  /** Connections stay open and nothing arrives any more, in either direction. */
  | { readonly kind: 'half-open' }
  /** Connections are cut, and new ones too. */
  | { readonly kind: 'cut' };

/** A TCP proxy in this process, before one server. */
export interface TcpProxy {
  readonly port: number;
  /** Bytes that half-open swallowed are gone, so its connections end with it. */
  set(weather: Weather): void;
  close(): Promise<void>;
}

/** Starts one on a free port. `targetPort` is asked at each connection. */
export async function startTcpProxy(targetPort: () => number): Promise<TcpProxy> {
  let weather: Weather = { kind: 'clear' };
  const sockets = new Set<net.Socket>();
  const cutAll = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  const pass = (from: net.Socket, to: net.Socket): void => {
    from.on('data', (bytes) => {
      if (weather.kind === 'half-open') return;
      if (weather.kind === 'latency') setTimeout(() => to.write(bytes), weather.delayMs);
      else to.write(bytes);
    });
    from.on('error', () => {});
    from.on('close', () => {
      sockets.delete(from);
      to.destroy();
    });
  };
  const server = net.createServer((client) => {
    if (weather.kind === 'cut') {
      client.destroy();
      return;
    }
    const upstream = net.connect(targetPort(), '127.0.0.1');
    sockets.add(client).add(upstream);
    pass(client, upstream);
    pass(upstream, client);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('the proxy has no port');
  return {
    port: bound.port,
    set(next) {
      if (next.kind === 'cut' || weather.kind === 'half-open') cutAll();
      weather = next;
    },
    async close() {
      cutAll();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
