import { createCodec, createStaticSchemaIds } from '@duewatch/contracts';
import { createApp as createScoring, scoringSettings } from '@duewatch/scoring';
import { createMemoryStore, type PartitionStore } from '@duewatch/stream';
import { silentLog } from '@duewatch/telemetry';
import { until } from '@duewatch/testing';
import { hashApiKey } from '../src/index.ts';
import { closeDoors, type Door, event, invoice, keys, openDoor } from './door.ts';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
  await closeDoors();
});

/** Scoring beside a door, on the same log and state. */
async function startScoring(door: Door, store: PartitionStore) {
  const bus = door.cluster.connect();
  const app = createScoring(scoringSettings.parse({ statusPort: 0 }), {
    ...{ bus, store, clock: door.clock, log: silentLog },
    codec: createCodec({ ids: createStaticSchemaIds() }),
    onFatal: (error) => {
      throw error;
    },
  });
  await app.start();
  stops.push(async () => {
    await app.stop();
    await bus.close();
  });
  return async () => {
    await until('scoring has folded what the door took in', async () => {
      const { ready, lag, pending } = await app.status();
      return ready && lag === 0 && pending === 0;
    });
    // The door asks Kafka for the log's end only so often.
    await door.clock.advance(3_000);
  };
}

/** A door with scoring beside it, and a customer C-1 with a limit who owes 1,250. */
async function shop(settings: Record<string, unknown> = {}) {
  const scoringStore = createMemoryStore();
  const door = await openDoor({ scoringStore, settings });
  const settled = await startScoring(door, scoringStore);
  const limit = { newMinor: 10_000_00, currency: 'EUR', effectiveOn: '2026-03-02' };
  await door.post(event('credit_limit.changed', { customerId: 'C-1', ...limit }));
  await door.post(invoice('1'));
  await settled();
  return { door, settled, scoringStore };
}

const order = (amountMinor: number, changes: Record<string, unknown> = {}) => {
  return { customerId: 'C-1', amountMinor, currency: 'EUR', ...changes };
};

const codesOf = (reply: { body: { reasons: { code: string }[] } }) =>
  reply.body.reasons.map(({ code }) => code);

type Schemas = Record<'CreditCheck' | 'CustomerProfile', { properties: object }>;

async function schemasOf(door: Door): Promise<Schemas> {
  const answer = await fetch(`${door.url}/v1/openapi.json`);
  return ((await answer.json()) as { components: { schemas: Schemas } }).components.schemas;
}

describe('a credit check', () => {
  it('answers with verdict, room and reasons, and with what they rest on', async () => {
    const { door } = await shop();
    const { status, headers, body } = await door.creditCheck(order(8_750_00));
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(body).toEqual({
      ...order(8_750_00),
      verdict: 'approve',
      reasons: [
        {
          code: 'WITHIN_LIMIT',
          verdict: 'approve',
          evidence: [
            { field: 'headroomMinor', value: 0, threshold: 0, unit: 'minor', text: 'EUR' },
          ],
        },
      ],
      room: {
        currency: 'EUR',
        limitMinor: 10_000_00,
        exposureMinor: 1_250_00,
        orderMinor: 8_750_00,
        headroomMinor: 0,
      },
      asOf: '2026-03-03',
      policyVersion: expect.stringMatching(/^default@1:/),
      modelVersion: expect.any(String),
      // Behind the tick come the limit and the invoice; all of them are in the answer.
      position: { generation: 0, offset: expect.any(Number), index: 0 },
      state: {
        partition: expect.any(Number),
        offset: body.position.offset + 1,
        recordsBehind: 0,
        feedSilent: false,
      },
    });
    expect(codesOf(await door.creditCheck(order(8_750_01)))).toEqual(['OVER_LIMIT']);
  });

  it('follows each event: a payment makes room', async () => {
    const { door, settled } = await shop();
    const money = { amountMinor: 1_250_00, currency: 'EUR' };
    const paid = { paymentId: 'P1', invoiceId: 'INV-1', appliedOn: '2026-03-03' };
    await door.post(event('payment.applied', { customerId: 'C-1', ...paid, ...money }));
    await settled();
    const { body } = await door.creditCheck(order(10_000_00));
    expect(body).toMatchObject({ verdict: 'approve', room: { exposureMinor: 0 } });
  });

  it('is about the customers of the key’s tenant and of no other', async () => {
    const { door } = await shop({
      keys: [
        { keyId: 'r', tenantId: 'globex', sha256: hashApiKey(keys.reader), scopes: ['risk:read'] },
        { keyId: 'erp', tenantId: 'acme', sha256: hashApiKey(keys.erp) },
      ],
    });
    expect((await door.creditCheck(order(1))).status).toBe(404);
  });

  it('needs a key that may ask', async () => {
    const { door } = await shop();
    expect(await door.creditCheck(order(1), keys.erp)).toMatchObject({
      status: 403,
      body: { type: 'urn:duewatch:problem:scope-missing' },
    });
    expect((await door.creditCheck(order(1), 'nobody')).status).toBe(401);
    expect((await door.post(invoice('2'), { key: keys.reader })).status).toBe(403);
  });

  it('names every field that is wrong, and how to mend it', async () => {
    const { door } = await shop();
    const reply = await door.creditCheck({ customerId: 'C-1', amountMinor: 12.5, currncy: 'EUR' });
    expect(reply.status).toBe(400);
    expect(reply.body).toMatchObject({ type: 'urn:duewatch:problem:invalid-question' });
    const errors = reply.body.errors as { pointer: string; mend: string }[];
    expect(errors.map(({ pointer, mend }) => `${pointer} ${mend}`)).toEqual([
      '/amountMinor Send minor units as a JSON number: EUR 12.50 is 1250.',
      '/currency Add an ISO 4217 code such as "EUR".',
      '/currncy Did you mean "currency"?',
    ]);
    expect((await door.creditCheck('{')).status).toBe(400);
  });
});

describe('the profile of a customer', () => {
  it('is what risk.profiles says, with dates as dates', async () => {
    const { door } = await shop();
    const { status, body } = await door.profile('C-1');
    expect(status).toBe(200);
    const told = (await door.topic('risk.profiles')).at(-1)?.body;
    if (told?.recordName !== 'ProfileUpdated') throw new Error('no profile was told');
    const { score, band, exposureMinor, conditionCounts, position } = told.data;
    expect(body).toMatchObject({
      ...{ customerId: 'C-1', asOf: '2026-03-03' },
      ...{ score, band, exposureMinor, conditionCounts, position },
    });
    expect(body.nextTransitionOn).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    for (const name of ['tenantId', 'causedBy', 'acceptedAt'])
      expect(body).not.toHaveProperty(name);
  });

  it('has every field that the OpenAPI document promises, and no other', async () => {
    const { door } = await shop();
    const { CreditCheck, CustomerProfile } = await schemasOf(door);
    const namesOf = (schema: { properties: object }) => Object.keys(schema.properties).sort();
    const names = (body: object) => Object.keys(body).sort();
    expect(names((await door.profile('C-1')).body)).toEqual(namesOf(CustomerProfile));
    expect(names((await door.creditCheck(order(1))).body)).toEqual(namesOf(CreditCheck));
  });

  it('finds customers whose ids need escaping', async () => {
    const { door, settled } = await shop();
    await door.post(invoice('2', { customerId: 'A/1' }, { subject: 'A/1' }));
    await settled();
    expect((await door.profile('A/1')).body).toMatchObject({ customerId: 'A/1' });
  });
});

describe('what the door does not know', () => {
  it('is said of a customer that no event was about, with how far it looked', async () => {
    const { door } = await shop();
    for (const reply of [
      await door.creditCheck(order(1, { customerId: 'X' })),
      await door.profile('X'),
    ]) {
      expect(reply.status).toBe(404);
      expect(reply.body.type).toBe('urn:duewatch:problem:customer-unknown');
      const { detail } = reply.body;
      expect(detail).toMatch(/^No event .* below offset \d+ of partition \d; 0 behind/);
    }
  });

  it('is said while nothing was ever folded', async () => {
    const door = await openDoor();
    await door.post(invoice('1'));
    const reply = await door.creditCheck(order(1));
    expect(reply.status).toBe(503);
    expect(reply.body.type).toBe('urn:duewatch:problem:state-rebuilding');
    expect(reply.headers.get('retry-after')).toBe('5');
  });

  it('refers an order while records wait to be folded, and says nothing in a rebuild', async () => {
    const { door } = await shop({ staleAfterRecords: 2, rebuildingAfterRecords: 5 });
    for (const stop of stops.splice(0).reverse()) await stop();
    const post = async (first: number, last: number) => {
      for (let id = first; id <= last; id += 1) await door.post(invoice(`${id}`));
      await door.clock.advance(3_000);
    };
    await post(2, 3);
    expect(codesOf(await door.creditCheck(order(1)))).toEqual(['WITHIN_LIMIT']);
    await post(4, 4);
    const { body } = await door.creditCheck(order(1));
    expect(body).toMatchObject({ verdict: 'refer', state: { recordsBehind: 3 } });
    expect(body.reasons.map(({ code }: { code: string }) => code)).toEqual(['STATE_BEHIND']);
    await post(5, 7);
    expect((await door.creditCheck(order(1))).body.type).toBe(
      'urn:duewatch:problem:state-rebuilding',
    );
    expect((await door.profile('C-1')).status).toBe(503);
  });

  it('is said while the ledger is silent', async () => {
    const { door, settled } = await shop({
      feeds: [{ tenantId: 'acme', source: 'erp.fr', maxSilentHours: 2 }],
    });
    await door.clock.advance(3 * 3_600_000);
    await settled();
    const reply = await door.creditCheck(order(1));
    expect(codesOf(reply)).toEqual(['FEED_SILENT']);
    expect(reply.body).toMatchObject({ verdict: 'refer', state: { feedSilent: true } });
  });

  it('is said while the state cannot be read, and events are taken in all the same', async () => {
    const scoringStore: PartitionStore = {
      ...createMemoryStore(),
      glance: () => Promise.reject(new Error('Redis is away')),
    };
    const door = await openDoor({ scoringStore });
    expect((await door.creditCheck(order(1))).body).toMatchObject({
      type: 'urn:duewatch:problem:state-unavailable',
      status: 503,
    });
    expect((await door.post(invoice('1'))).status).toBe(202);
  });
});
