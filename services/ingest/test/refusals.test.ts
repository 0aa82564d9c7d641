import { contentHash, defaultPolicy, type PolicyJson } from '@duewatch/risk-core';
import { closeDoors, event, invoice, keys, openDoor } from './door.ts';

afterEach(closeDoors);

describe('a wrong event', () => {
  it.each<[string, Record<string, unknown>, string, RegExp]>([
    ['a date that does not exist', { dueOn: '2026-02-30' }, '/data/dueOn', /2026-03-01/],
    ['a date of another format', { dueOn: '1.4.2026' }, '/data/dueOn', /2026-03-01/],
    ['an unlikely year', { dueOn: '8202-04-01' }, '/data/dueOn', /2026-03-01/],
    ['an amount with decimals', { amountMinor: 12.5 }, '/data/amountMinor', /12\.50 is 1250/],
    ['an amount as text', { amountMinor: '1250' }, '/data/amountMinor', /minor units/],
    ['an amount beyond exact numbers', { amountMinor: 2 ** 53 }, '/data/amountMinor', /minor/],
    ['a negative amount', { amountMinor: -1 }, '/data/amountMinor', /minor/],
    ['no currency', { currency: 'ZZZ' }, '/data/currency', /ISO 4217/],
    ['a currency in small letters', { currency: 'eur' }, '/data/currency', /ISO 4217/],
    ['a misspelt field', { amountMinr: 1 }, '/data/amountMinr', /"amountMinor"/],
    ['a field of its own', { colour: 'red' }, '/data/colour', /Use legalEntityId, customerId/],
    ['a missing field', { dueOn: undefined }, '/data/dueOn', /Add it as "2026-03-01"/],
    ['null where something must be', { dueOn: null }, '/data/dueOn', /2026-03-01/],
    [
      'a misspelt word',
      { collectionMethod: 'direct-debit' },
      '/data/collectionMethod',
      /"direct_debit"/,
    ],
    ['free text in a code', { invoiceId: 'the invoice of may' }, '/data/invoiceId', /characters/],
    ['text without end', { invoiceId: 'x'.repeat(65) }, '/data/invoiceId', /Shorten/],
    ['a list for a value', { dueOn: ['2026-04-01'] }, '/data/dueOn', /2026-03-01/],
    [
      'a mistake further in',
      { terms: { basis: 'net', days: -1, discountPpm: 0, discountDays: 0 } },
      '/data/terms/days',
      /JSON number/,
    ],
  ])('with %s is named by field, with its mend', async (_, data, pointer, mend) => {
    const door = await openDoor();
    const reply = await door.post(invoice('1', data));
    expect(reply.status).toBe(400);
    expect(reply.headers.get('content-type')).toContain('application/problem+json');
    expect(reply.body).toMatchObject({
      type: 'urn:duewatch:problem:invalid-event',
      title: expect.any(String),
      status: 400,
    });
    expect(reply.body.errors).toHaveLength(1);
    expect(reply.body.errors[0]).toMatchObject({ pointer, mend: expect.stringMatching(mend) });
    expect(await door.events()).toEqual([]);
  });

  it.each<[string, Record<string, unknown>, string, RegExp]>([
    ['no id', { id: undefined }, '/id', /Add "id"/],
    ['an id with a line break', { id: 'a\nb' }, '/id', /such text/],
    ['an id without end', { id: 'x'.repeat(129) }, '/id', /such text/],
    ['a source with spaces', { source: 'my erp' }, '/source', /\/erp\/fr/],
    ['no time', { time: undefined }, '/time', /Add "time"/],
    ['a time without a zone', { time: '2026-03-02T08:30:00' }, '/time', /Z"/],
    ['a time in the future', { time: '2026-03-04T11:00:00.001Z' }, '/time', /due dates/],
    ['an old version', { specversion: '0.3' }, '/specversion', /"1.0"/],
    ['other data than JSON', { datacontenttype: 'text/xml' }, '/datacontenttype', /json/],
    ['a misspelt attribute', { supressed: true }, '/supressed', /"suppressed"/],
    ['a flag that is none', { suppressed: 'yes' }, '/suppressed', /true/],
    ['a version that is none', { sourceversion: -1 }, '/sourceversion', /rises/],
    ['two customers', { subject: 'C-2' }, '/subject', /same id/],
    ['a subject that is no customer', { subject: 'Jane Doe' }, '/subject', /customer/],
    ['data in base 64', { data_base64: 'e30=' }, '/data_base64', /"data"/],
  ])('with %s is named by attribute, with its mend', async (_, attributes, pointer, mend) => {
    const door = await openDoor();
    const isTwoCustomers = attributes['subject'] === 'C-2';
    const data = isTwoCustomers ? { customerId: 'C-1' } : {};
    const reply = await door.post(invoice('1', data, attributes));
    expect(reply.status).toBe(400);
    expect(reply.body.errors[0]).toMatchObject({ pointer, mend: expect.stringMatching(mend) });
    expect(await door.events()).toEqual([]);
  });

  it.each([
    ['io.duewatch.ar.invoice.isued', /invoice\.issued/],
    ['com.example.someevent', /openapi/],
    ['io.duewatch.risk.profile_updated', /openapi|Did you mean/],
    ['constructor', /openapi/],
  ])('of the unknown type %s is told what to use', async (type, mend) => {
    const door = await openDoor();
    const reply = await door.post(invoice('1', {}, { type }));
    expect(reply.status).toBe(400);
    expect(reply.body).toMatchObject({
      type: 'urn:duewatch:problem:unknown-type',
      mend: expect.stringMatching(mend),
    });
  });

  it('is told all of its mistakes at once', async () => {
    const door = await openDoor();
    const reply = await door.post(invoice('1', { dueOn: 'x', amountMinor: 'y', colour: 1 }));
    expect(reply.body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
      '/data/dueOn',
      '/data/amountMinor',
      '/data/colour',
    ]);
    expect(reply.body.detail).toContain('3 mistakes');
  });

  it('never hears its own values back', async () => {
    const door = await openDoor();
    const reply = await door.post(
      event('customer.registered', { customerId: 'C-1', kind: 'Jane Doe', legalName: 7 }),
    );
    expect(reply.status).toBe(400);
    expect(JSON.stringify(reply.body)).not.toContain('Jane');
  });

  it.each([
    ['{"specversion":"1.0",', 'malformed-json'],
    ['', 'malformed-json'],
    ['"text"', 'malformed-event'],
    ['null', 'malformed-event'],
    ['[[[[]]]]', 'malformed-event'],
  ])('that reads %j is refused', async (body, problem) => {
    const door = await openDoor();
    const reply = await door.post(body);
    expect(reply.status).toBe(400);
    expect(reply.body.type).toBe(`urn:duewatch:problem:${problem}`);
  });

  it.each(['__proto__', 'constructor', 'prototype', 'toString'])(
    'with the field %s leaves every object as it was',
    async (name) => {
      const door = await openDoor();
      const text = JSON.stringify(invoice('1')).replace(
        '"data":{',
        `"data":{"${name}":{"polluted":true},`,
      );
      const reply = await door.post(text);
      expect(reply.status).toBe(400);
      expect(reply.body.errors[0].pointer).toBe(`/data/${name}`);
      expect(Reflect.get({}, 'polluted')).toBeUndefined();
      const outside = await door.post(
        text.replace(`"data":{"${name}"`, `"${name}":{},"data":{"x"`),
      );
      expect(outside.status).toBe(400);
      expect((await door.post(invoice('2'))).status).toBe(202);
    },
  );

  it('may carry attributes that others put on it', async () => {
    const door = await openDoor();
    const reply = await door.post(invoice('1', {}, { knativearrivaltime: '2026-03-02T09:00:00Z' }));
    expect(reply.status).toBe(202);
  });
});

describe('a request', () => {
  it.each([
    ['no key', {}],
    ['another scheme', { authorization: `Basic ${keys.erp}` }],
    ['an unknown key', { authorization: `Bearer ${keys.erp}x` }],
    ['a key without end', { authorization: `Bearer ${'x'.repeat(5_000)}` }],
  ])('with %s is not let in', async (_, headers) => {
    const door = await openDoor();
    const answer = await fetch(`${door.url}/v1/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/cloudevents+json', ...headers },
      body: JSON.stringify(invoice('1')),
    });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toContain('Bearer');
    expect(await answer.json()).toMatchObject({ status: 401, mend: expect.any(String) });
    expect(await door.events()).toEqual([]);
  });

  it('of a type that the key has no scope for is refused', async () => {
    const door = await openDoor();
    const policy = event('policy.activated', {
      policyId: defaultPolicy.id,
      version: defaultPolicy.version,
      sha256: contentHash(defaultPolicy as unknown as PolicyJson),
      document: JSON.stringify(defaultPolicy),
      activatedOn: '2026-03-02',
    });
    const refused = await door.post(policy);
    expect(refused.status).toBe(403);
    expect(refused.body.detail).toContain('admin');
    expect((await door.post(policy, { key: keys.admin })).status).toBe(202);
    const erased = event('customer.erased', { customerId: 'C-1', erasedOn: '2026-03-02' });
    expect((await door.post(erased)).body.detail).toContain('customers:erase');
    const silent = { source: 'bank', silentSince: '2026-03-01T00:00:00Z' };
    expect((await door.post(event('feed.went_silent', silent))).status).toBe(403);
  });

  it('that activates a policy which could not rule is refused, with the place in it', async () => {
    const door = await openDoor();
    const activation = (document: object, sha256: string) =>
      event('policy.activated', {
        ...{ policyId: 'mine', version: '7', sha256, activatedOn: '2026-03-02' },
        document: JSON.stringify(document),
      });
    const mine = { ...defaultPolicy, id: 'mine', version: '7' };
    const sha256 = contentHash(mine as unknown as PolicyJson);
    const broken = { ...mine, horizonDays: 1, overdu: {} };
    const reply = await door.post(activation(broken, sha256), { key: keys.admin });
    expect(reply.status).toBe(400);
    expect(reply.body.errors).toEqual([
      {
        pointer: '/data/document',
        detail: expect.stringMatching(/^horizonDays must be days, 366 to 800/),
        mend: expect.stringContaining('The default is 400.'),
      },
      {
        pointer: '/data/document',
        detail: 'overdu is no field of a policy.',
        mend: 'Did you mean "overdue"?',
      },
    ]);
    const other = await door.post(activation(mine, 'a'.repeat(64)), { key: keys.admin });
    expect(other.body.errors).toMatchObject([{ pointer: '/data/sha256' }]);
    expect(await door.events()).toEqual([]);
    expect((await door.post(activation(mine, sha256), { key: keys.admin })).status).toBe(202);
    const [published] = await door.topic('risk.policies');
    expect(published?.record.key).toBe('acme|mine@7');
    expect(published?.body?.data).toMatchObject({ policyId: 'mine', version: '7', sha256 });
    const [act] = await door.topic('risk.acts');
    const said = { kind: 'policy.activate', tenantId: 'acme', target: 'mine@7', by: 'key:admin' };
    expect(act?.body?.data).toMatchObject(said);
  });

  it.each(['text/plain', 'application/xml', 'application/cloudevents+json; charset=latin1', ''])(
    'of the content type %j is refused',
    async (type) => {
      const door = await openDoor();
      const reply = await door.post(invoice('1'), { type: type === '' ? 'text' : type });
      expect(reply.status).toBe(415);
      expect(reply.body.mend).toContain('application/cloudevents+json');
    },
  );

  it('in binary mode without ce- headers is told so', async () => {
    const door = await openDoor();
    const reply = await door.post(invoice('1'), { type: 'application/json' });
    expect(reply.status).toBe(400);
    expect(reply.body.detail).toContain('ce- headers');
  });

  it('in binary mode with broken percent-encoding is told so', async () => {
    const door = await openDoor();
    const reply = await door.post({}, { type: 'application/json', headers: { 'ce-id': '%C3%' } });
    expect(reply.body.errors[0].pointer).toBe('/id');
  });

  it('to another address is told where to go', async () => {
    const door = await openDoor();
    const answer = await fetch(`${door.url}/events`, { method: 'POST' });
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ mend: expect.stringContaining('/v1/events') });
  });

  it('leaves no names, ids or keys in the log lines', async () => {
    const door = await openDoor({ log: true });
    await door.post(invoice('secret-id', { customerId: 'C-SECRET' }, { subject: undefined }));
    await door.post(event('customer.registered', { customerId: 'C-1', legalName: 'Jane Doe' }));
    await door.app.stop();
    const lines = door.logged.join('');
    expect(lines).toContain('door open');
    expect(lines).not.toMatch(/Jane|SECRET|secret-id|dw_erp/);
  });
});
