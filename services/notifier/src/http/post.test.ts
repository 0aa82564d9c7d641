import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createManualClock } from '@duewatch/config';
import { createAddressGuard } from './address-guard.ts';
import { post } from './post.ts';

const servers: Server[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

const clock = createManualClock(1_772_700_000_000);
const guard = createAddressGuard({ allowPrivateAddresses: ['127.0.0.1'], allowedPorts: [443] });
const request = (url: string) => ({ url, body: '{"a":"ü"}', headers: {}, timeoutMs: 1_000 });

describe('posting to a receiver', () => {
  it('sends the body whole', async () => {
    let seen = '';
    const url = await serve((req, res) => {
      req.setEncoding('utf8').on('data', (chunk: string) => {
        seen += chunk;
      });
      req.on('end', () => res.end('ok'));
    });
    const outcome = await post(request(url), { guard, clock });
    expect(outcome).toEqual({ kind: 'answered', status: 200, retryAfterMs: null, excerpt: 'ok' });
    expect(seen).toBe('{"a":"ü"}');
  });

  it('does not follow a redirect', async () => {
    let calls = 0;
    const url = await serve((_, res) => {
      calls += 1;
      res.writeHead(302, { location: '/elsewhere' }).end();
    });
    expect(await post(request(url), { guard, clock })).toMatchObject({ status: 302 });
    expect(calls).toBe(1);
  });

  it.each([
    ['seconds', '7', 7_000],
    ['a date', new Date(clock.now() + 9_000).toUTCString(), 9_000],
    ['nonsense', 'soon', null],
  ])('reads Retry-After as %s', async (_, header, retryAfterMs) => {
    const url = await serve((_req, res) => res.writeHead(429, { 'retry-after': header }).end());
    expect(await post(request(url), { guard, clock })).toMatchObject({ status: 429, retryAfterMs });
  });

  it('reads no more than 64 KB of an endless answer', async () => {
    const url = await serve((_, res) => {
      const pour = () => {
        while (res.write(Buffer.alloc(65_536))) {
          // Goes on after the drain event.
        }
      };
      res.on('drain', pour).on('error', () => {});
      pour();
    });
    expect(await post(request(url), { guard, clock })).toMatchObject({ status: 200 });
  });

  it('gives up on an answer that does not come in time', async () => {
    let arrived = () => {};
    const reached = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    const url = await serve(() => arrived());
    const outcome = post(request(url), { guard, clock });
    await reached;
    await clock.advance(1_000);
    expect(await outcome).toEqual({ kind: 'lost', reason: 'timeout' });
  });

  it('knows that a dropped connection may have delivered', async () => {
    const url = await serve((req) => req.socket.destroy());
    expect(await post(request(url), { guard, clock })).toEqual({
      kind: 'lost',
      reason: 'connection_lost',
    });
  });

  it('knows that a refused connection cannot have delivered', async () => {
    const url = await serve(() => {});
    const [server] = servers.splice(0);
    await new Promise((resolve) => server?.close(resolve));
    expect(await post(request(url), { guard, clock })).toEqual({
      kind: 'unreachable',
      reason: 'ECONNREFUSED',
    });
  });

  it('calls the address that was checked, wherever the name leads a moment later', async () => {
    const { port } = new URL(await serve((_, res) => res.end('ok')));
    let lookups = 0;
    const resolve = async () => {
      lookups += 1;
      return [{ address: lookups === 1 ? '127.0.0.1' : '169.254.169.254', family: 4 as const }];
    };
    const allowed = { allowPrivateAddresses: ['127.0.0.1'], allowedPorts: [443] };
    const once = createAddressGuard({ ...allowed, resolve });
    const outcome = await post(request(`http://hooks.invalid:${port}/`), { guard: once, clock });
    expect(outcome).toMatchObject({ kind: 'answered', status: 200 });
    expect(lookups).toBe(1);
  });

  it('does not call an address that is not allowed', async () => {
    let calls = 0;
    const url = await serve((_, res) => {
      calls += 1;
      res.end();
    });
    const strict = createAddressGuard({ allowPrivateAddresses: [], allowedPorts: [443] });
    expect(await post(request(url), { guard: strict, clock })).toEqual({
      kind: 'refused',
      reason: 'address_private',
    });
    expect(calls).toBe(0);
  });
});
