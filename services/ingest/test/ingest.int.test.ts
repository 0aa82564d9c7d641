import { randomUUID } from 'node:crypto';
import { type Clock, createManualClock, createSystemClock } from '@duewatch/config';
import { type Codec, createCodec, envelopeOf, topicDefinitions } from '@duewatch/contracts';
import {
  type Bus,
  type BusRecord,
  createKafkaBus,
  createRegistryClient,
  type KafkaBusOptions,
  partitionOf,
} from '@duewatch/event-bus';
import { createRedisClient, type RedisClient } from '@duewatch/redis';
import { SCORING, SCORING_INPUTS } from '@duewatch/scoring-logic';
import { createRedisStore } from '@duewatch/stream';
import { silentLog } from '@duewatch/telemetry';
import { kafkaBrokers, registryUrl, stateRedisUrl, until } from '@duewatch/testing';
import {
  createApp,
  createRedisDedupeStore,
  createRedisMarkStore,
  hashApiKey,
  type IngestApp,
  ingestSettings,
} from '../src/index.ts';
import { openBrokenLine } from './broken-line.ts';
import { dedupeStoreContract } from './dedupe-store.contract.ts';
import { event, invoice } from './door.ts';
import { markStoreContract } from './mark-store.contract.ts';
import { ownTopics } from './own-topics.ts';

const partitions = 6;
const apiKey = 'dw_int_dGhlIGtleSBvZiB0aGUgaW50ZWdyYXRpb24gdGVzdHM';
const settings = ingestSettings.parse({
  port: 0,
  keys: [
    {
      keyId: 'int',
      tenantId: 'acme',
      sha256: hashApiKey(apiKey),
      scopes: ['events:write', 'customers:erase'],
    },
  ],
  tenants: [{ tenantId: 'acme', calendarId: 'paris' }],
  calendars: [{ calendarId: 'paris', timeZone: 'Europe/Paris' }],
});

let redis: RedisClient;
let codec: Codec;
const closers: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  redis = createRedisClient(stateRedisUrl(), { name: 'ingest-test' });
  const registry = createRegistryClient(registryUrl());
  await registry.registerAll();
  codec = createCodec({ ids: await registry.lookup() });
}, 60_000);

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});
afterAll(() => redis.close());

/** Topics, keys and processes of one test. */
async function deployment() {
  const prefix = `t-${randomUUID().slice(0, 8)}.`;
  const connect = (options: Partial<KafkaBusOptions> = {}): Bus => {
    const bus = createKafkaBus({ brokers: kafkaBrokers(), clientId: 'ingest-test', ...options });
    closers.push(() => bus.close());
    return ownTopics(bus, prefix);
  };
  const bus = connect();
  const wanted = ['ar.events', 'ar.customers', 'risk.acts'];
  await bus.ensureTopics(topicDefinitions(partitions).filter(({ name }) => wanted.includes(name)));
  return {
    connect,
    async startApp(
      options: { clock?: Clock; bus?: Bus; publishTimeoutSeconds?: number } = {},
    ): Promise<IngestApp> {
      const { publishTimeoutSeconds = settings.publishTimeoutSeconds } = options;
      const app = createApp(
        { ...settings, publishTimeoutSeconds },
        {
          bus: options.bus ?? bus,
          codec,
          dedupe: createRedisDedupeStore({ redis, prefix }),
          marks: createRedisMarkStore({ redis, prefix }),
          scoringStore: createRedisStore({
            redis,
            prefix,
            stream: SCORING,
            inputs: SCORING_INPUTS,
          }),
          clock: options.clock ?? createSystemClock(),
          log: silentLog,
        },
      );
      await app.start();
      closers.push(() => app.stop());
      return app;
    },
    async read(topic: string): Promise<BusRecord[]> {
      const records: BusRecord[] = [];
      const onRecord = (record: BusRecord) => void records.push(record);
      await bus.read({ topics: [topic], untilEnd: true, onRecord });
      return records;
    },
  };
}

async function post(app: IngestApp, events: unknown): Promise<{ status: number; body: unknown }> {
  const type = Array.isArray(events) ? 'cloudevents-batch+json' : 'cloudevents+json';
  const answer = await fetch(`${app.url()}/v1/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': `application/${type}` },
    body: JSON.stringify(events),
  });
  return { status: answer.status, body: await answer.json() };
}

const isTick = ({ headers }: BusRecord): boolean => {
  return headers['ce_type'] === 'io.duewatch.ar.clock.business_day_started';
};

describe('ingest on Kafka and Redis', () => {
  it('writes an event so that any consumer can read it', async () => {
    const { startApp, read } = await deployment();
    const app = await startApp();
    expect((await post(app, invoice('1'))).status).toBe(202);
    const [record, ...rest] = (await read('ar.events')).filter((one) => !isTick(one));
    expect(rest).toEqual([]);
    expect(record).toMatchObject({
      key: 'acme|C-1',
      partition: partitionOf('acme|C-1', partitions),
      headers: {
        ce_specversion: '1.0',
        ce_id: '1',
        ce_source: '/erp/fr',
        ce_type: 'io.duewatch.ar.invoice.issued',
        ce_subject: 'C-1',
        ce_time: '2026-03-02T08:30:00.000Z',
        ce_tenantid: 'acme',
        ce_partitionkey: 'acme|C-1',
        ce_calendarid: 'paris',
        ce_recordedtime: expect.stringMatching(/^\d{13}$/),
        'content-type': 'application/avro',
      },
    });
    expect(record?.value?.[0]).toBe(0);
    const foreign = createCodec({ ids: await createRegistryClient(registryUrl()).lookup() });
    expect(foreign.decode(record?.value as Buffer)).toMatchObject({
      recordName: 'InvoiceIssued',
      data: { invoiceId: 'INV-1', amountMinor: 125_000, dueOn: 20_544 },
    });
  });

  it('writes a full batch in order, and names and notes apart from it', async () => {
    const { startApp, read } = await deployment();
    const app = await startApp();
    const customer = { customerId: 'C-1', kind: 'legal_entity', legalName: 'Jane Doe et Fils' };
    const events = [
      event('customer.registered', customer),
      ...Array.from({ length: 999 }, (_, n) => invoice(`${n}`, {}, { subject: `C-${n % 7}` })),
    ];
    expect(await post(app, events)).toMatchObject({ status: 202, body: { accepted: 1_000 } });
    const written = (await read('ar.events')).filter((one) => !isTick(one));
    expect(written).toHaveLength(1_000);
    const ofOne = written.filter(({ key }) => key === 'acme|C-3');
    const sent = events.filter((one) => Reflect.get(one, 'subject') === 'C-3');
    expect(ofOne.map(({ headers }) => headers['ce_id'])).toEqual(sent.map(({ id }) => id));
    const cards = await read('ar.customers');
    expect(cards.map(({ key }) => key)).toEqual(['acme|C-1']);
    const bytes = written.map(({ value }) => value?.toString('latin1')).join('');
    expect(bytes).not.toContain('Jane');
  });

  it('recognises repeats that come to another process, or after a restart', async () => {
    const { startApp, read } = await deployment();
    const [one, other] = [await startApp(), await startApp()];
    expect((await post(one, invoice('1'))).status).toBe(202);
    expect((await post(other, invoice('1'))).status).toBe(200);
    expect((await post(other, invoice('1', { amountMinor: 1 }))).status).toBe(409);
    await one.stop();
    expect((await post(await startApp(), invoice('1'))).status).toBe(200);
    expect((await read('ar.events')).filter((record) => !isTick(record))).toHaveLength(1);
  });

  it('writes the days that passed while no process ran, once each and in order', async () => {
    const { startApp, read } = await deployment();
    const clock = createManualClock(Date.parse('2026-03-27T12:00:00Z'));
    await (await startApp({ clock })).stop();
    await clock.advance(3 * 86_400_000);
    await startApp({ clock });
    const records = (await read('ar.events')).filter(isTick);
    for (let partition = 0; partition < partitions; partition += 1) {
      const days = records.filter((record) => record.partition === partition);
      expect(days.map(({ headers }) => envelopeOf(headers)).map(({ time }) => time)).toEqual([
        Date.parse('2026-03-26T23:00:00Z'),
        Date.parse('2026-03-27T23:00:00Z'),
        Date.parse('2026-03-28T23:00:00Z'),
        // Summer time began on the 29th.
        Date.parse('2026-03-29T22:00:00Z'),
      ]);
    }
  });

  it('ends the waiting for cash at ten, whoever of two says it', async () => {
    const { startApp, read } = await deployment();
    const released = async () => {
      const found = (await read('ar.events')).map(({ partition, headers, value }) => {
        const { recordName, data } = codec.decode(value as Buffer);
        const { id, time, calendarId } = envelopeOf(headers);
        return recordName === 'FeedCompleted'
          ? { partition, id, time, calendarId, businessDate: data.businessDate }
          : [];
      });
      return found.flat();
    };
    // Friday noon in Paris.
    const clock = createManualClock(Date.parse('2026-03-27T11:00:00Z'));
    await (await startApp({ clock })).stop();
    await clock.advance(3 * 86_400_000 - 3 * 3_600_000 - 1);
    await startApp({ clock });
    await startApp({ clock });
    expect(await released()).toEqual([]);
    await clock.advance(1);
    await until('the release is in every partition', async () => {
      return new Set((await released()).map(({ partition }) => partition)).size === partitions;
    });
    // Both may have said it; readers see by the id and the date that it is the same.
    const said = (await released()).map(({ partition, ...rest }) => JSON.stringify(rest));
    expect([...new Set(said)].map((text) => JSON.parse(text))).toEqual([
      {
        id: 'cash:paris:2026-03-30',
        // Monday 10:00, summer time, for the cash of Friday.
        time: Date.parse('2026-03-30T08:00:00Z'),
        calendarId: 'paris',
        businessDate: Date.parse('2026-03-27') / 86_400_000,
      },
    ]);
  });

  it('erases all that is personal about a customer', async () => {
    const { startApp, read } = await deployment();
    const app = await startApp();
    const customer = { customerId: 'C-1', kind: 'legal_entity', legalName: 'Jane Doe et Fils' };
    await post(app, event('customer.registered', customer));
    const erased = event('customer.erased', { customerId: 'C-1', erasedOn: '2026-03-02' });
    expect((await post(app, erased)).status).toBe(202);
    const last = (await read('ar.customers')).at(-1);
    expect(last).toMatchObject({ key: 'acme|C-1', value: null });
  });

  it('says "come again" while Kafka is away, and loses nothing that it accepted', async () => {
    const { startApp, connect, read } = await deployment();
    const line = await openBrokenLine(kafkaBrokers()[0] ?? '');
    closers.push(() => line.close());
    const { host, port } = line;
    const bus = connect({ redirect: () => ({ host, port }) });
    const app = await startApp({ bus, publishTimeoutSeconds: 1.5 });
    expect((await post(app, invoice('1'))).status).toBe(202);
    line.cut();
    expect(await post(app, invoice('2'))).toMatchObject({
      status: 503,
      body: { type: 'urn:duewatch:problem:log-unavailable' },
    });
    expect((await fetch(`${app.url()}/readyz`)).status).toBe(503);
    line.mend();
    await until('the same event is accepted', async () => {
      return [200, 202].includes((await post(app, invoice('2'))).status);
    });
    const ids = (await read('ar.events'))
      .filter((one) => !isTick(one))
      .map(({ headers }) => {
        return headers['ce_id'];
      });
    expect(new Set(ids)).toEqual(new Set(['1', '2']));
  }, 30_000);
});

dedupeStoreContract('Redis', async () => ({
  store: createRedisDedupeStore({ redis, prefix: `t-${randomUUID()}` }),
  pass: (ms) => new Promise((resolve) => void createSystemClock().schedule(ms, resolve)),
}));

markStoreContract('Redis', async () => {
  const prefix = `t-${randomUUID()}`;
  return {
    store: createRedisMarkStore({ redis, prefix }),
    other: createRedisMarkStore({ redis, prefix }),
  };
});
