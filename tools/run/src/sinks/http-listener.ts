import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '@duewatch/config';
import type { Fault, FaultPlan } from './fault.ts';
import type { Inbox, Received } from './inbox.ts';

/** What a sink's own rules say about one request body. */
export type Verdict<M extends Received> =
  | { readonly kind: 'keep'; readonly message: Omit<M, 'receivedAtMs'>; readonly answer: string }
  | { readonly kind: 'refuse'; readonly status: number; readonly reason: string };

export interface HttpListenerOptions<M extends Received> {
  readonly port: number;
  readonly inbox: Inbox<M>;
  /** Path that takes messages by POST. Absent for sinks whose messages come another way. */
  readonly path?: string;
  readonly faults?: FaultPlan;
  readonly clock: Clock;
  judge?(body: string, headers: IncomingHttpHeaders): Verdict<M>;
}

export interface HttpListener {
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  close(): Promise<void>;
}

/** More than any message of ours, and little enough to keep a demo's memory small. */
const maxBodyBytes = 1_000_000;

/** Serves GET and DELETE /messages, and takes messages on the sink's own path. Loopback only. */
export async function startHttpListener<M extends Received>(
  options: HttpListenerOptions<M>,
): Promise<HttpListener> {
  const server = createServer((request, response) => {
    handle(options, request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        // A sender that waits for a hanging answer would hold the sink open for ever.
        server.closeAllConnections();
      }),
  };
}

async function handle<M extends Received>(
  options: HttpListenerOptions<M>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = request.url?.split('?')[0];
  if (path === '/messages') {
    view(options.inbox, request, response);
  } else if (path === options.path && request.method === 'POST') {
    await take(options, request, response);
  } else {
    answer(response, 404, 'not_found');
  }
}

function view<M extends Received>(
  inbox: Inbox<M>,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  if (request.method === 'DELETE') inbox.clear();
  const messages = inbox.received();
  const body = { count: messages.length, refused: inbox.refused(), messages };
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(`${JSON.stringify(body, null, 2)}\n`);
}

async function take<M extends Received>(
  options: HttpListenerOptions<M>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const fault = options.faults?.next();
  if (fault?.kind === 'hang') return;
  if (fault?.kind === 'reset') {
    request.socket.resetAndDestroy();
    return;
  }
  const body = await bodyOf(request);
  if (fault?.kind === 'delay') await delay(options.clock, fault.delayMs);
  if (fault?.kind === 'status' || fault?.kind === 'redirect') {
    answerFault(response, fault);
    return;
  }
  const verdict = options.judge?.(body, request.headers);
  if (verdict === undefined || verdict.kind === 'refuse') {
    options.inbox.refuse(verdict?.reason ?? 'not_found');
    answer(response, verdict?.status ?? 404, verdict?.reason ?? 'not_found');
    return;
  }
  options.inbox.keep(verdict.message);
  if (fault?.kind === 'swallow') request.socket.resetAndDestroy();
  else if (fault?.kind === 'endless') pour(response);
  else answer(response, 200, verdict.answer);
}

function answerFault(
  response: ServerResponse,
  fault: Extract<Fault, { kind: 'status' | 'redirect' }>,
): void {
  if (fault.kind === 'redirect') {
    response.setHeader('location', fault.location);
    answer(response, 302, '');
    return;
  }
  if (fault.retryAfterSeconds !== undefined) {
    response.setHeader('retry-after', String(fault.retryAfterSeconds));
  }
  answer(response, fault.status, 'fault');
}

/** Writes until the reader has had enough and hangs up. */
function pour(response: ServerResponse): void {
  response.on('error', () => {});
  response.writeHead(200, { 'content-type': 'text/plain' });
  const chunk = Buffer.alloc(65_536, 'x');
  const more = (): void => {
    while (!response.destroyed && response.write(chunk)) {
      // A full buffer ends the loop, and draining begins it again.
    }
  };
  response.on('drain', more);
  more();
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBodyBytes) throw new Error('body too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function answer(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain' });
  response.end(text);
}

function delay(clock: Clock, delayMs: number): Promise<void> {
  return new Promise((resolve) => void clock.schedule(delayMs, resolve));
}
