import { partitionOf } from '@duewatch/event-bus';
import { closeDoors, event, keys, openDoor } from './door.ts';

afterEach(closeDoors);

const registered = (data: Record<string, unknown> = {}, id = 'r-1') =>
  event(
    'customer.registered',
    {
      customerId: 'C-1',
      kind: 'legal_entity',
      country: 'FR',
      legalName: 'Jane Doe et Fils',
      registrationNo: '552 100 554',
      contacts: [{ role: 'accounts', name: 'Jane Doe', email: 'jane@doe.example', phone: null }],
      ...data,
    },
    id,
  );

const disputed = (id: string, note: string, customerId = 'C-1') =>
  event(
    'invoice.disputed',
    {
      customerId,
      disputeId: id,
      invoiceId: 'INV-1',
      amountMinor: 100,
      currency: 'EUR',
      disputedOn: '2026-03-02',
      note,
    },
    id,
  );

describe('what is personal', () => {
  it('goes to the customer card and never to the events', async () => {
    const door = await openDoor();
    expect((await door.post(registered())).status).toBe(202);
    const [card, ...rest] = await door.topic('ar.customers');
    expect(rest).toEqual([]);
    expect(card?.record.key).toBe('acme|C-1');
    expect(card?.envelope).toMatchObject({ subject: 'C-1', causationId: 'r-1' });
    expect(card?.body).toEqual({
      recordName: 'CustomerCard',
      data: {
        tenantId: 'acme',
        customerId: 'C-1',
        legalName: 'Jane Doe et Fils',
        tradingName: null,
        registrationNo: '552 100 554',
        taxNo: null,
        address: null,
        contacts: [{ role: 'accounts', name: 'Jane Doe', email: 'jane@doe.example', phone: null }],
        updatedAt: Date.parse('2026-03-02T08:30:00Z'),
      },
    });
    const [written] = await door.events();
    expect(written?.body).toMatchObject({
      recordName: 'CustomerRegistered',
      data: { country: 'FR' },
    });
    expect(written?.record.value?.toString('latin1')).not.toMatch(/Jane|jane|552/);
    expect(JSON.stringify(written?.record.headers)).not.toMatch(/Jane|jane|552/);
  });

  it('is written before the event that it came with', async () => {
    const order: string[] = [];
    const door = await openDoor({
      faults: { beforeAppend: (_, records) => void order.push(records[0]?.topic ?? '') },
    });
    order.length = 0;
    await door.post(registered());
    expect(order).toEqual(['ar.customers', 'ar.events']);
  });

  it('keeps the event out of the log when it cannot be written', async () => {
    const door = await openDoor({
      faults: {
        beforeAppend(_, records) {
          if (records[0]?.topic === 'ar.customers') throw new Error('no broker');
        },
      },
    });
    expect((await door.post(registered())).status).toBe(503);
    expect(await door.events()).toEqual([]);
  });

  it('leaves the card alone when an event says nothing of it', async () => {
    const door = await openDoor();
    await door.post(event('customer.updated', { customerId: 'C-1', segment: 'vip' }));
    expect(await door.topic('ar.customers')).toEqual([]);
  });

  it('in free text becomes a note beside the card', async () => {
    const door = await openDoor();
    await door.post(disputed('d-1', 'Jane says that the goods were wet.'));
    const [note] = await door.topic('ar.customers');
    expect(note?.record).toMatchObject({
      key: 'acme|C-1|/erp/fr|d-1',
      partition: partitionOf('acme|C-1', 3),
    });
    expect(note?.body).toMatchObject({
      recordName: 'CustomerNote',
      data: {
        eventId: 'd-1',
        eventType: 'io.duewatch.ar.invoice.disputed',
        texts: [{ field: 'note', text: 'Jane says that the goods were wet.' }],
      },
    });
    const [written] = await door.events();
    expect(written?.record.value?.toString('latin1')).not.toContain('Jane');
  });

  it('counts when a repeat is told from another event', async () => {
    const door = await openDoor();
    await door.post(registered());
    expect((await door.post(registered())).status).toBe(200);
    expect((await door.post(registered({ legalName: 'John Doe' }))).status).toBe(409);
  });
});

describe('erasure', () => {
  const erased = (id = 'e-1') =>
    event('customer.erased', { customerId: 'C-1', erasedOn: '2026-03-02' }, id);

  it('leaves a tombstone for the card and for every note', async () => {
    const door = await openDoor();
    await door.post(registered());
    await door.batch([disputed('d-1', 'one'), disputed('d-2', 'two')]);
    await door.post(disputed('d-3', 'of a neighbour', 'C-10'));
    expect((await door.post(erased(), { key: keys.admin })).status).toBe(202);
    const records = await door.topic('ar.customers');
    const tombstones = records.filter(({ record }) => record.value === null);
    expect(tombstones.map(({ record }) => record.key).sort()).toEqual([
      'acme|C-1',
      'acme|C-1|/erp/fr|d-1',
      'acme|C-1|/erp/fr|d-2',
    ]);
    const partitions = new Set(tombstones.map(({ record }) => record.partition));
    expect(partitions).toEqual(new Set([partitionOf('acme|C-1', 3)]));
    const names = (await door.events()).map(({ body }) => body?.recordName);
    expect(names).toContain('CustomerErased');
  });

  it('is on record with the key that wished it, once', async () => {
    const door = await openDoor();
    await door.post(erased(), { key: keys.admin });
    await door.post(erased(), { key: keys.admin });
    const acts = (await door.topic('risk.acts')).map(({ body }) => body?.data);
    expect(acts).toMatchObject([
      { kind: 'customer.erase', tenantId: 'acme', target: 'C-1', by: 'key:admin' },
    ]);
  });

  it('keeps its place among the events of one batch', async () => {
    const door = await openDoor();
    const events = [registered(), disputed('d-1', 'one'), erased(), registered({}, 'r-2')];
    await door.batch(events, keys.admin);
    const last = new Map(
      (await door.topic('ar.customers')).map(({ record }) => [record.key, record.value]),
    );
    expect(last.get('acme|C-1')).not.toBeNull();
    expect(last.get('acme|C-1|/erp/fr|d-1')).toBeNull();
  });
});
