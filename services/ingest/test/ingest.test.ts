import { partitionOf } from '@duewatch/event-bus';
import { closeDoors, event, invoice, keys, noon, openDoor } from './door.ts';

afterEach(closeDoors);

const day = (iso: string): number => Date.parse(`${iso}T00:00:00Z`) / 86_400_000;

describe('an event at the door', () => {
  it('is in the log, under its customer, when the client hears "accepted"', async () => {
    const door = await openDoor();
    const reply = await door.post(invoice('1'));
    expect(reply.status).toBe(202);
    expect(reply.body).toEqual({ status: 'accepted', id: '1' });
    const [written, ...rest] = await door.events();
    expect(rest).toEqual([]);
    expect(written?.record).toMatchObject({
      topic: 'ar.events',
      key: 'acme|C-1',
      partition: partitionOf('acme|C-1', 3),
    });
    expect(written?.record.headers).toMatchObject({
      ce_specversion: '1.0',
      'content-type': 'application/avro',
    });
    expect(written?.envelope).toEqual({
      id: '1',
      source: '/erp/fr',
      type: 'io.duewatch.ar.invoice.issued',
      subject: 'C-1',
      time: Date.parse('2026-03-02T08:30:00Z'),
      tenantId: 'acme',
      partitionKey: 'acme|C-1',
      recordedTime: noon,
      calendarId: 'paris',
      suppressed: false,
      correlationId: null,
      causationId: null,
      traceparent: null,
      sourceVersion: 0,
    });
    expect(written?.body).toMatchObject({
      recordName: 'InvoiceIssued',
      data: {
        tenantId: 'acme',
        customerId: 'C-1',
        sourceSystem: 'erp.fr',
        invoiceId: 'INV-1',
        issuedOn: day('2026-03-02'),
        dueOn: day('2026-04-01'),
        amountMinor: 125_000,
        currency: 'EUR',
        terms: null,
      },
    });
  });

  it('may come in binary mode', async () => {
    const door = await openDoor();
    const { data } = invoice('1');
    const reply = await door.post(data, {
      type: 'application/json; charset=utf-8',
      headers: {
        'ce-specversion': '1.0',
        'ce-id': 'b%C3%A9-1',
        'ce-source': '"/erp/fr"',
        'ce-type': 'io.duewatch.ar.invoice.issued',
        'ce-time': '2026-03-02T09:30:00+01:00',
        'ce-subject': 'C-1',
        'ce-sourceversion': '7',
        'ce-suppressed': 'true',
      },
    });
    expect(reply.body).toEqual({ status: 'accepted', id: 'bé-1' });
    const [written] = await door.events();
    expect(written?.envelope).toMatchObject({
      id: 'bé-1',
      source: '/erp/fr',
      time: Date.parse('2026-03-02T08:30:00Z'),
      sourceVersion: 7,
      suppressed: true,
    });
  });

  it('carries its correlation and trace along', async () => {
    const door = await openDoor();
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    await door.post(invoice('1', {}, { correlationid: 'run-7', causationid: 'c-1', traceparent }));
    const [written] = await door.events();
    expect(written?.envelope).toMatchObject({
      correlationId: 'run-7',
      causationId: 'c-1',
      traceparent,
    });
  });

  it('may name its customer in the data instead of the subject', async () => {
    const door = await openDoor();
    const reply = await door.post(invoice('1', { customerId: 'C-9' }, { subject: undefined }));
    expect(reply.status).toBe(202);
    expect((await door.events())[0]?.record.key).toBe('acme|C-9');
  });

  it('may be about any type of the catalogue, nested data included', async () => {
    const door = await openDoor();
    const reply = await door.post(
      event('payment_plan.agreed', {
        customerId: 'C-1',
        planId: 'P-1',
        invoiceIds: ['INV-1'],
        currency: 'JPY',
        instalments: [{ dueOn: '2026-04-01', amountMinor: 500 }],
        agreedOn: '2026-03-02',
      }),
    );
    expect(reply.status).toBe(202);
    expect((await door.events())[0]?.body?.data).toMatchObject({
      instalments: [{ dueOn: day('2026-04-01'), amountMinor: 500 }],
    });
  });

  it('reaches every partition when it concerns every customer', async () => {
    const door = await openDoor();
    const rates = [{ currency: 'USD', rateNano: 920_000_000 }];
    const reply = await door.post(
      event('fx.rates_published', { base: 'EUR', asOf: '2026-03-02', rates }),
    );
    expect(reply.status).toBe(202);
    const written = await door.events();
    expect(written.map(({ record }) => record.partition)).toEqual([0, 1, 2]);
    expect(new Set(written.map(({ record }) => record.key))).toEqual(new Set(['~broadcast']));
    expect(written[0]?.envelope).toMatchObject({ subject: null, partitionKey: '~broadcast' });
  });

  it('reaches both customers of a merge', async () => {
    const door = await openDoor();
    const reply = await door.post(
      event('customer.merged', { survivorId: 'C-1', retiredId: 'C-2', mergedOn: '2026-03-02' }),
    );
    expect(reply.status).toBe(202);
    const written = await door.events();
    expect(written.map(({ record }) => record.key).sort()).toEqual(['acme|C-1', 'acme|C-2']);
    expect(written.map(({ envelope }) => envelope.subject).sort()).toEqual(['C-1', 'C-2']);
  });

  it('never belongs to another tenant than that of the key', async () => {
    const door = await openDoor();
    expect((await door.post(invoice('1'), { key: keys.other })).status).toBe(202);
    const [written] = await door.events();
    expect(written?.record.key).toBe('globex|C-1');
    expect(written?.envelope).toMatchObject({ tenantId: 'globex', calendarId: 'new-york' });
    const claimed = await door.post(invoice('2', {}, { tenantid: 'globex' }));
    expect(claimed.status).toBe(403);
    const inData = await door.post(invoice('3', { tenantId: 'globex' }));
    expect(inData.status).toBe(400);
    expect(inData.body.errors[0].pointer).toBe('/data/tenantId');
    expect(await door.events()).toHaveLength(1);
  });
});

describe('a batch', () => {
  it('has one outcome per event in order, whatever its neighbours are', async () => {
    const door = await openDoor();
    await door.post(invoice('known'));
    const reply = await door.batch([
      invoice('a'),
      invoice('bad', { dueOn: '2026-02-30' }),
      invoice('known'),
      'not an event',
      invoice('known', { amountMinor: 1 }),
      invoice('b'),
    ]);
    expect(reply.status).toBe(207);
    expect(reply.body).toMatchObject({ accepted: 2, duplicate: 1, rejected: 3 });
    expect(reply.body.outcomes).toMatchObject([
      { id: 'a', status: 'accepted' },
      { id: 'bad', status: 'rejected', problem: { status: 400 } },
      { id: 'known', status: 'duplicate' },
      { id: null, status: 'rejected', problem: { status: 400 } },
      { id: 'known', status: 'rejected', problem: { status: 409 } },
      { id: 'b', status: 'accepted' },
    ]);
    const ids = (await door.events()).map(({ envelope }) => envelope.id);
    expect(ids).toEqual(['known', 'a', 'b']);
  });

  it('answers 202 when every event is in the log', async () => {
    const door = await openDoor();
    const reply = await door.batch([invoice('1'), invoice('2')]);
    expect(reply.status).toBe(202);
    expect(reply.body).toMatchObject({ accepted: 2, duplicate: 0, rejected: 0 });
  });

  it('keeps the order of a customer', async () => {
    const door = await openDoor();
    const ids = Array.from({ length: 50 }, (_, n) => `${n}`);
    await door.batch(ids.map((id) => invoice(id)));
    expect((await door.events()).map(({ envelope }) => envelope.id)).toEqual(ids);
  });

  it('sees its own repeats', async () => {
    const door = await openDoor();
    const reply = await door.batch([invoice('1'), invoice('1'), invoice('1', { amountMinor: 9 })]);
    expect(reply.body.outcomes).toMatchObject([
      { status: 'accepted' },
      { status: 'duplicate' },
      { status: 'rejected', problem: { status: 409 } },
    ]);
    expect(await door.events()).toHaveLength(1);
  });

  it('may be empty', async () => {
    const door = await openDoor();
    const reply = await door.batch([]);
    expect(reply.status).toBe(202);
    expect(reply.body).toEqual({ accepted: 0, duplicate: 0, rejected: 0, outcomes: [] });
  });

  it('must be a list', async () => {
    const door = await openDoor();
    const reply = await door.post(invoice('1'), { type: 'application/cloudevents-batch+json' });
    expect(reply.status).toBe(400);
    expect(reply.body.mend).toContain('application/cloudevents+json');
  });
});

describe('an event sent again', () => {
  it('is harmless, and told apart', async () => {
    const door = await openDoor();
    await door.post(invoice('1'));
    const again = await door.post(invoice('1'));
    expect(again.status).toBe(200);
    expect(again.body).toEqual({ status: 'duplicate', id: '1' });
    expect(await door.events()).toHaveLength(1);
  });

  it('is the same event when its JSON is merely written otherwise', async () => {
    const door = await openDoor();
    await door.post(invoice('1'));
    const { data, ...attributes } = invoice('1', { terms: null });
    const turned = { data: Object.fromEntries(Object.entries(data).reverse()), ...attributes };
    expect((await door.post({ ...turned, time: '2026-03-02T09:30:00+01:00' })).status).toBe(200);
  });

  it('with another body is refused', async () => {
    const door = await openDoor();
    await door.post(invoice('1'));
    const reply = await door.post(invoice('1', { amountMinor: 125_001 }));
    expect(reply.status).toBe(409);
    expect(reply.body.type).toBe('urn:duewatch:problem:id-reused');
    expect(reply.body.mend).toContain('sourceversion');
  });

  it('by another source or tenant is another event', async () => {
    const door = await openDoor();
    await door.post(invoice('1'));
    const source = await door.post(invoice('1', {}, { source: '/erp/de' }));
    const tenant = await door.post(invoice('1'), { key: keys.other });
    expect([source.status, tenant.status]).toEqual([202, 202]);
  });

  it('is remembered for 48 hours', async () => {
    const door = await openDoor();
    await door.post(invoice('1'));
    await door.clock.advance(48 * 3_600_000 - 1);
    expect((await door.post(invoice('1'))).status).toBe(200);
    await door.clock.advance(1);
    expect((await door.post(invoice('1'))).status).toBe(202);
  });

  it('while the first is still on its way is written once', async () => {
    const held = Promise.withResolvers<void>();
    const door = await openDoor({
      faults: {
        async beforeAppend(_producer, records) {
          if (records.some(({ headers }) => headers['ce_id'] === '1')) await held.promise;
        },
      },
    });
    const atWork = async (count: number): Promise<void> => {
      // Each request counts twice: as a place at the door, and as work that draining waits for.
      while (door.app.status().pending < 2 * count) await new Promise(setImmediate);
    };
    const first = door.post(invoice('1'));
    await atWork(1);
    const others = [door.post(invoice('1')), door.post(invoice('1', { amountMinor: 1 }))];
    await atWork(3);
    held.resolve();
    expect((await first).status).toBe(202);
    expect((await Promise.all(others)).map(({ status }) => status)).toEqual([200, 409]);
    expect(await door.events()).toHaveLength(1);
  });
});
