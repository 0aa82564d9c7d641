import { createManualClock, type ManualClock } from '@duewatch/config';
import {
  createCodec,
  createStaticSchemaIds,
  type Decoded,
  type Envelope,
  envelopeOf,
  topicDefinitions,
} from '@duewatch/contracts';
import {
  type BusRecord,
  createMemoryCluster,
  type MemoryCluster,
  type MemoryFaults,
} from '@duewatch/event-bus';
import { createMemoryStore, type PartitionStore } from '@duewatch/stream';
import { createLog, silentLog } from '@duewatch/telemetry';
import {
  createApp,
  createMemoryDedupeStore,
  createMemoryMarkStore,
  type DedupeStore,
  hashApiKey,
  type IngestApp,
  ingestSettings,
} from '../src/index.ts';

/** A Tuesday, noon in Paris. */
export const noon = Date.parse('2026-03-03T11:00:00Z');

export const keys = {
  erp: 'dw_erp_bG9uZyBhbmQgcmFuZG9tIGVub3VnaCBmb3IgYSB0ZXN0',
  other: 'dw_oth_YW5vdGhlciB0ZW5hbnQncyBrZXksIGFsc28gcmFuZG9t',
  feeder: 'dw_fee_ZmVlZHMgYSBjYWxlbmRhciBvZiBpdHMgb3duLCBzYW1wbGU',
  reader: 'dw_rea_YXNrcyBhYm91dCBjdXN0b21lcnMgYXQgb3JkZXIgdGltZSBvbmx5',
  admin: 'dw_adm_bWF5IGRvIGV2ZXJ5dGhpbmcsIGJ1dCBvbmx5IGZvciBhY21l',
};

const settings = {
  port: 0,
  keys: [
    { keyId: 'erp', tenantId: 'acme', sha256: hashApiKey(keys.erp) },
    {
      keyId: 'other',
      tenantId: 'globex',
      sha256: hashApiKey(keys.other),
      scopes: ['events:write', 'customers:erase'],
    },
    {
      keyId: 'feeder',
      tenantId: 'acme',
      sha256: hashApiKey(keys.feeder),
      scopes: ['events:write', 'clock:write'],
      calendars: ['sample', 'import-*'],
    },
    {
      keyId: 'reader',
      tenantId: 'acme',
      sha256: hashApiKey(keys.reader),
      scopes: ['risk:read'],
    },
    {
      keyId: 'admin',
      tenantId: 'acme',
      sha256: hashApiKey(keys.admin),
      scopes: ['events:write', 'customers:erase', 'admin'],
    },
  ],
  tenants: [
    { tenantId: 'acme', calendarId: 'paris' },
    { tenantId: 'globex', calendarId: 'new-york' },
  ],
  calendars: [
    { calendarId: 'paris', timeZone: 'Europe/Paris', holidays: ['2026-05-01', '2030-05-01'] },
    { calendarId: 'new-york', timeZone: 'America/New_York' },
    { calendarId: 'sample', timeZone: 'UTC', live: false },
  ],
};

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of any shape
  readonly body: any;
}

/** A record of a topic, opened. */
export interface Opened {
  readonly record: BusRecord;
  readonly envelope: Envelope;
  readonly body: Decoded | null;
}

export interface Door {
  readonly app: IngestApp;
  readonly cluster: MemoryCluster;
  readonly clock: ManualClock;
  readonly url: string;
  /** Lines that the service logged. */
  readonly logged: string[];
  post(
    body: unknown,
    options?: { key?: string; type?: string; headers?: Record<string, string> },
  ): Promise<Reply>;
  /** Asks whether an order may be delivered on credit. */
  creditCheck(question: unknown, key?: string): Promise<Reply>;
  profile(customerId: string, key?: string): Promise<Reply>;
  batch(events: readonly unknown[], key?: string): Promise<Reply>;
  topic(name: string): Promise<Opened[]>;
  /** Events on `ar.events` that are not the passing of time. */
  events(): Promise<Opened[]>;
  stop(): Promise<void>;
}

const running: Door[] = [];

/** Stops the doors of a test; call it in `afterEach`. */
export async function closeDoors(): Promise<void> {
  await Promise.all(running.splice(0).map((door) => door.stop()));
}

/** The service as it is, on the in-memory bus, reached over HTTP on a free port. */
export async function openDoor(
  options: {
    settings?: Record<string, unknown>;
    faults?: MemoryFaults;
    dedupe?: (store: DedupeStore) => DedupeStore;
    clock?: ManualClock;
    scoringStore?: PartitionStore;
    log?: boolean;
  } = {},
): Promise<Door> {
  const clock = options.clock ?? createManualClock(noon);
  const cluster = createMemoryCluster({ clock });
  const bus = cluster.connect(options.faults);
  await bus.ensureTopics(topicDefinitions(3));
  const codec = createCodec({ ids: createStaticSchemaIds() });
  const store = createMemoryDedupeStore(clock);
  const logged: string[] = [];
  const destination = { write: (line: string) => void logged.push(line) };
  const app = createApp(ingestSettings.parse({ ...settings, ...options.settings }), {
    bus,
    codec,
    dedupe: options.dedupe?.(store) ?? store,
    marks: createMemoryMarkStore(),
    scoringStore: options.scoringStore ?? createMemoryStore(),
    clock,
    log: options.log === true ? createLog({ service: 'ingest', destination }) : silentLog,
  });
  await app.start();
  const url = app.url();

  const ask = async (path: string, key: string, more: RequestInit = {}): Promise<Reply> => {
    const headers = { authorization: `Bearer ${key}`, ...more.headers };
    const answer = await fetch(`${url}${path}`, { ...more, headers });
    const text = await answer.text();
    return {
      status: answer.status,
      headers: answer.headers,
      body: text === '' ? null : JSON.parse(text),
    };
  };
  const post: Door['post'] = (body, { key = keys.erp, type, headers } = {}) =>
    ask('/v1/events', key, {
      method: 'POST',
      headers: { 'content-type': type ?? 'application/cloudevents+json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  const topic = async (name: string): Promise<Opened[]> => {
    const opened: Opened[] = [];
    await bus.read({
      topics: [name],
      untilEnd: true,
      onRecord(record) {
        const body = record.value === null ? null : codec.decode(record.value);
        opened.push({ record, envelope: envelopeOf(record.headers), body });
      },
    });
    return opened;
  };
  const door: Door = {
    app,
    cluster,
    clock,
    url,
    logged,
    post,
    creditCheck: (question, key = keys.reader) =>
      ask('/v1/credit-checks', key, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: typeof question === 'string' ? question : JSON.stringify(question),
      }),
    profile: (customerId, key = keys.reader) =>
      ask(`/v1/customers/${encodeURIComponent(customerId)}/profile`, key),
    batch: (events, key = keys.erp) =>
      post(events, { key, type: 'application/cloudevents-batch+json' }),
    topic,
    events: async () => {
      const all = await topic('ar.events');
      return all.filter(({ envelope }) => !/^(day|cash):/.test(envelope.id));
    },
    stop: async () => {
      await app.stop();
      await bus.close();
    },
  };
  running.push(door);
  return door;
}

/** An invoice as an ERP would send it. */
export function invoice(
  id: string,
  data: Record<string, unknown> = {},
  attributes: Record<string, unknown> = {},
) {
  return {
    specversion: '1.0',
    id,
    source: '/erp/fr',
    type: 'io.duewatch.ar.invoice.issued',
    time: '2026-03-02T08:30:00Z',
    subject: 'C-1',
    ...attributes,
    data: {
      invoiceId: `INV-${id}`,
      issuedOn: '2026-03-02',
      dueOn: '2026-04-01',
      amountMinor: 125_000,
      currency: 'EUR',
      ...data,
    },
  };
}

/** Any other event about customer C-1. */
export function event(type: string, data: Record<string, unknown>, id = type) {
  return {
    specversion: '1.0',
    id,
    source: '/erp/fr',
    type: `io.duewatch.ar.${type}`,
    time: '2026-03-02T08:30:00Z',
    data,
  };
}
