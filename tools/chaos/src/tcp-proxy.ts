import net from 'node:net';

/** What happens to bytes that pass a proxy. */
export type Weather =
  | { readonly kind: 'clear' }
  | { readonly kind: 'latency'; readonly delayMs: number }
  /** Connections stay open, and bytes arrive no more: all, in either direction, or those named. */
  | { readonly kind: 'half-open'; isLost?(bytes: Buffer): boolean }
  /** Connections are cut, and new ones too. */
  | { readonly kind: 'cut' }
  /** One request reaches the server and its answer nobody; then it clears up. */
  | { readonly kind: 'lost-answer'; isAnswerTo(request: Buffer): AnswerTest | undefined };

/** Whether bytes are the answer that is waited for. */
type AnswerTest = (answer: Buffer) => boolean;

/** A TCP proxy in this process, before one server. */
export interface TcpProxy {
  readonly port: number;
  /** Bytes that half-open swallowed are gone, so its connections end with it. */
  set(weather: Weather): void;
  /** Answers that were kept from their clients. */
  lostAnswers(): number;
  close(): Promise<void>;
}

/** Starts one on a free port. `targetPort` is asked at each connection. */
export async function startTcpProxy(targetPort: () => number): Promise<TcpProxy> {
  let weather: Weather = { kind: 'clear' };
  let lostAnswers = 0;
  const sockets = new Set<net.Socket>();
  const cutAll = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  /** `isToStay` decides of each piece, before the weather does, whether it goes no further. */
  const pass = (from: net.Socket, to: net.Socket, isToStay: AnswerTest): void => {
    let delayMs = 0;
    let waiting = 0;
    from.on('data', (bytes) => {
      if (isToStay(bytes)) return;
      if (weather.kind === 'half-open' && (weather.isLost?.(bytes) ?? true)) return;
      // What comes after bytes that wait waits as long, so that it still comes after them.
      if (waiting === 0) delayMs = weather.kind === 'latency' ? weather.delayMs : 0;
      if (delayMs === 0) return void to.write(bytes);
      waiting += 1;
      setTimeout(() => {
        waiting -= 1;
        to.write(bytes);
      }, delayMs);
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
    let isLost: AnswerTest | undefined;
    pass(client, upstream, (request) => {
      if (weather.kind !== 'lost-answer') return false;
      isLost = weather.isAnswerTo(request);
      if (isLost !== undefined) weather = { kind: 'clear' };
      return false;
    });
    pass(upstream, client, (answer) => {
      if (isLost?.(answer) !== true) return false;
      isLost = undefined;
      lostAnswers += 1;
      return true;
    });
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
    lostAnswers: () => lostAnswers,
    async close() {
      cutAll();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
