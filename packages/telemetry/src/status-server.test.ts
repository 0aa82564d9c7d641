import { type StatusServer, type StatusSource, startStatusServer } from './status-server.ts';

const healthy: StatusSource = {
  live: () => true,
  unready: () => undefined,
  status: () => ({ service: 'scoring', lag: 0 }),
};

async function withServer(
  source: Partial<StatusSource>,
  act: (server: StatusServer) => Promise<void>,
): Promise<void> {
  const server = await startStatusServer({ ...healthy, ...source, port: 0 });
  try {
    await act(server);
  } finally {
    await server.close();
  }
}

describe('status server', () => {
  it('answers what the process says about itself', () =>
    withServer({}, async ({ url }) => {
      expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
      const response = await fetch(`${url}/status`);
      expect(response.status).toBe(200);
      expect(await response.json()).toEqual({ service: 'scoring', lag: 0 });
    }));

  it.each([
    ['/livez', { live: () => false }, 503],
    ['/livez', {}, 200],
    ['/readyz', { unready: () => 'it has not joined yet' }, 503],
    ['/readyz?verbose', {}, 200],
    ['/elsewhere', {}, 404],
  ])('answers %s of %o with %i', (path, source, code) =>
    withServer(source, async ({ url }) => {
      expect((await fetch(url + path)).status).toBe(code);
    }),
  );

  it('says why it is not ready', () =>
    withServer({ unready: () => 'Redis does not answer' }, async ({ url }) => {
      const response = await fetch(`${url}/readyz`);
      expect(await response.json()).toEqual({ ready: false, reason: 'Redis does not answer' });
    }));

  it('answers 500 with the reason when the process cannot tell', () => {
    const unready = () => {
      throw new Error('no state store');
    };
    return withServer({ unready }, async ({ url }) => {
      const response = await fetch(`${url}/readyz`);
      expect(response.status).toBe(500);
      expect(await response.text()).toContain('no state store');
    });
  });

  it('answers the pages that the process adds, with what was asked of them', () => {
    const pages = { '/alerts': (query: URLSearchParams) => ({ asked: query.get('code') }) };
    return withServer({ pages }, async ({ url }) => {
      const response = await fetch(`${url}/alerts?code=LIMIT_80`);
      expect(await response.json()).toEqual({ asked: 'LIMIT_80' });
      expect((await fetch(`${url}/constructor`)).status).toBe(404);
    });
  });

  it('refuses to be written to', () =>
    withServer({}, async ({ url }) => {
      expect((await fetch(`${url}/status`, { method: 'POST' })).status).toBe(405);
    }));

  it('rejects when its port is taken', () =>
    withServer({}, async ({ url }) => {
      const port = Number(new URL(url).port);
      await expect(startStatusServer({ ...healthy, port })).rejects.toThrow(/EADDRINUSE/);
    }));
});
