import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a process says about itself when asked. */
export interface StatusSource {
  /** False: restart me, I make no progress. */
  live(): boolean | Promise<boolean>;
  /** Why I can be given no work yet, or any more; undefined when I can. */
  unready(): string | undefined;
  /** Anything JSON can hold; people and the runner read it. */
  status(): unknown;
  /** What else can be read here, by path. */
  readonly pages?: Readonly<Record<string, (query: URLSearchParams) => unknown>>;
}

export interface StatusServer {
  /** `http://127.0.0.1:<port>`, without a slash at the end. */
  readonly url: string;
  close(): Promise<void>;
}

interface Answer {
  readonly code: number;
  readonly body: unknown;
}

/**
 * Serves GET /livez, /readyz and /status. On loopback unless told otherwise: the answers need no
 * key, so they are for the machine's own supervisor. Port 0 takes a free one.
 */
export async function startStatusServer(
  options: StatusSource & { readonly port: number; readonly host?: string },
): Promise<StatusServer> {
  const host = options.host ?? '127.0.0.1';
  const server = createServer((request, response) => {
    // A source that throws is news about the process, so it becomes the answer.
    answer(options, request.method, request.url).then(
      (ok) => send(response, ok),
      (error: unknown) => send(response, { code: 500, body: { error: String(error) } }),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${host}:${port}`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        // A prober that keeps its connection open would hold the process back for ever.
        server.closeAllConnections();
      }),
  };
}

async function answer(
  source: StatusSource,
  method: string | undefined,
  url: string | undefined,
): Promise<Answer> {
  const [path = '', query = ''] = url?.split('?') ?? [];
  if (method !== 'GET' && method !== 'HEAD') return { code: 405, body: { error: 'GET only' } };
  if (path === '/livez') return probe('live', await source.live());
  if (path === '/readyz') {
    const reason = source.unready();
    return probe('ready', reason === undefined, { reason });
  }
  if (path === '/status') return { code: 200, body: await source.status() };
  const pages = source.pages ?? {};
  const page = Object.hasOwn(pages, path) ? pages[path] : undefined;
  if (page !== undefined) return { code: 200, body: await page(new URLSearchParams(query)) };
  const paths = ['/livez', '/readyz', '/status', ...Object.keys(pages)];
  return { code: 404, body: { error: `here are ${paths.join(', ')}` } };
}

function probe(name: string, isTrue: boolean, because = {}): Answer {
  return { code: isTrue ? 200 : 503, body: { [name]: isTrue, ...because } };
}

function send(response: ServerResponse, { code, body }: Answer): void {
  response.writeHead(code, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(`${JSON.stringify(body)}\n`);
}
