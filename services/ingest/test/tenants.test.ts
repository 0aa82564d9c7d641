import { hashApiKey } from '../src/index.ts';
import { closeDoors, type Door, event, invoice, keys, openDoor } from './door.ts';

afterEach(closeDoors);

/** Routes that need no key: they say nothing of any tenant. */
const forAll = new Set(['/v1/openapi.json', '/livez', '/readyz', '/status']);

interface Route {
  readonly method: string;
  readonly path: string;
}

/** All that the door says it serves. */
async function routesOf(door: Door): Promise<readonly Route[]> {
  const { paths } = (await (await fetch(`${door.url}/v1/openapi.json`)).json()) as {
    readonly paths: Readonly<Record<string, object>>;
  };
  return Object.entries(paths)
    .filter(([path]) => !forAll.has(path))
    .flatMap(([path, methods]) => Object.keys(methods).map((method) => ({ method, path })));
}

async function call(door: Door, { method, path }: Route, authorization?: string) {
  const address = `${door.url}${path.replace(/\{\w+\}/, 'C-1')}`;
  const type = path === '/v1/events' ? 'application/cloudevents+json' : 'application/json';
  const headers: Record<string, string> = { 'content-type': type };
  if (authorization !== undefined) headers['authorization'] = authorization;
  const body = method === 'post' ? JSON.stringify(invoice('1')) : undefined;
  const answer = await fetch(address, {
    method: method.toUpperCase(),
    headers,
    body: body ?? null,
  });
  return { status: answer.status, text: await answer.text() };
}

describe('a foreign tenant', () => {
  it('without a key gets nothing from any route', async () => {
    const door = await openDoor();
    const routes = await routesOf(door);
    expect(routes.map(({ path }) => path)).toEqual([
      ...['/v1/events', '/v1/credit-checks', '/v1/customers/{customerId}/profile'],
    ]);
    for (const route of routes) {
      for (const shown of [undefined, 'Bearer ', 'Bearer nobody', `Basic ${keys.erp}`]) {
        expect([route.path, shown, (await call(door, route, shown)).status]).toEqual([
          ...[route.path, shown, 401],
        ]);
      }
    }
  });

  it('with its own key writes under its own name, whatever the event says', async () => {
    const door = await openDoor();
    const claims = [
      invoice('1', { tenantId: 'acme' }),
      invoice('2', {}, { tenantid: 'acme' }),
      invoice('3', {}, { partitionkey: 'acme|C-1' }),
      event('customer.erased', { customerId: 'C-1', erasedOn: '2026-03-02', tenantId: 'acme' }),
    ];
    for (const claim of claims) await door.post(claim, { key: keys.other });
    const written = [...(await door.events()), ...(await door.topic('ar.customers'))];
    const tenants = new Set(written.map(({ record }) => record.key?.split('|')[0]));
    expect([...tenants]).toEqual(['globex']);
    expect(written.every(({ envelope }) => envelope.tenantId === 'globex')).toBe(true);
  });

  it('cannot be called like the whole deployment, for which it would then speak', async () => {
    const tenants = [{ tenantId: 'duewatch', calendarId: 'paris' }];
    await expect(openDoor({ settings: { keys: [], tenants } })).rejects.toThrow('all tenants');
    const feeds = [{ tenantId: 'duewatch', source: 'erp', maxSilentHours: 1 }];
    await expect(openDoor({ settings: { feeds } })).rejects.toThrow('all tenants');
    const key = { keyId: 'k', tenantId: 'duewatch', sha256: hashApiKey(keys.erp) };
    await expect(openDoor({ settings: { keys: [key] } })).rejects.toThrow('all tenants');
  });

  it('cannot take a customer id that reads like the key of another tenant', async () => {
    const door = await openDoor();
    for (const customerId of ['acme|C-1', '../acme|C-1', 'C-1|acme', '~broadcast', '__proto__']) {
      await door.post(invoice(customerId, { customerId }, { subject: customerId }), {
        key: keys.other,
      });
    }
    const names = (await door.events()).map(({ record }) => record.key ?? '');
    expect(names.filter((name) => !name.startsWith('globex|'))).toEqual([]);
  });

  it('can neither feed the calendar of another, nor learn which events it sent', async () => {
    const door = await openDoor();
    const foreign = await door.post(invoice('1', {}, { calendarid: 'paris' }), { key: keys.other });
    expect(foreign.status).toBe(403);
    expect((await door.post(invoice('1'))).body).toEqual({ status: 'accepted', id: '1' });
    const same = await door.post(invoice('1'), { key: keys.other });
    expect(same.body).toEqual({ status: 'accepted', id: '1' });
  });

  it('sees nothing of others in what the door tells everyone', async () => {
    const door = await openDoor();
    await door.post(invoice('1'));
    for (const path of forAll) {
      const said = await (await fetch(`${door.url}${path}`)).text();
      expect([path, /acme|globex|C-1|INV-1/.test(said)]).toEqual([path, false]);
    }
  });
});
