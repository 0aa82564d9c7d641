import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createSystemClock } from '@duewatch/config';
import { createCodec, createStaticSchemaIds, topicDefinitions } from '@duewatch/contracts';
import type { CloudEventJson } from '@duewatch/door-client';
import { createFeedClient, type FeedClient } from '@duewatch/door-client';
import { type BusRecord, createMemoryBus, type MemoryBus } from '@duewatch/event-bus';
import {
  createApp,
  createMemoryDedupeStore,
  createMemoryMarkStore,
  hashApiKey,
  type IngestApp,
  ingestSettings,
} from '@duewatch/ingest';
import { createMemoryStore } from '@duewatch/stream';
import { silentLog } from '@duewatch/telemetry';
import { generateFeed } from './generate-feed.ts';
import { readStory } from './story-file.ts';

const KEY = 'dw_key_for_tests_only';
const PARTITIONS = 3;
const examples = join(__dirname, '../../../../examples');

const settings = ingestSettings.parse({
  port: 0,
  keys: [
    {
      keyId: 'sample',
      tenantId: 'sample',
      sha256: hashApiKey(KEY),
      scopes: ['events:write', 'clock:write'],
      calendars: ['sample'],
    },
  ],
  tenants: [{ tenantId: 'sample', calendarId: 'sample' }],
  calendars: [{ calendarId: 'sample', timeZone: 'UTC', live: false }],
});

describe('the real door', () => {
  const clock = createSystemClock();
  let bus: MemoryBus;
  let door: IngestApp;
  let client: FeedClient;

  beforeEach(async () => {
    bus = createMemoryBus();
    await bus.ensureTopics(topicDefinitions(PARTITIONS));
    door = createApp(settings, {
      bus,
      codec: createCodec({ ids: createStaticSchemaIds() }),
      dedupe: createMemoryDedupeStore(clock),
      marks: createMemoryMarkStore(),
      scoringStore: createMemoryStore(),
      clock,
      log: silentLog,
    });
    await door.start();
    client = createFeedClient({ url: door.url(), apiKey: KEY, clock });
  });
  afterEach(async () => {
    await door.stop();
    await bus.close();
  });

  async function logged(): Promise<BusRecord[]> {
    const records: BusRecord[] = [];
    await bus.read({
      topics: ['ar.events'],
      untilEnd: true,
      onRecord: (record) => void records.push(record),
    });
    return records;
  }

  it('takes a generated feed whole, each customer in its order', async () => {
    const feed = generateFeed({ seed: 11, customers: 20, startDate: '2025-01-01', days: 120 });
    const report = await client.send(feed);
    expect(report).toEqual({ accepted: feed.length, duplicate: 0, rejected: [] });

    const records = await logged();
    const idsOf = (customer: string) =>
      records
        .filter(({ headers }) => headers['ce_subject'] === customer)
        .map(({ headers }) => headers['ce_id']);
    for (const customer of new Set(feed.flatMap(({ subject }) => subject ?? []))) {
      const sent = feed.filter(({ subject }) => subject === customer).map(({ id }) => id);
      expect(idsOf(customer)).toEqual(sent);
    }
  });

  it('has every day begin in every partition before what happens on it', async () => {
    await client.send(generateFeed({ seed: 11, customers: 20, startDate: '2025-01-01', days: 30 }));
    const lastTick = new Map<number, string>();
    for (const { partition, headers } of await logged()) {
      const day = headers['ce_time']?.slice(0, 10) ?? '';
      if (headers['ce_type']?.endsWith('business_day_started')) lastTick.set(partition, day);
      expect(lastTick.get(partition)).toBe(day);
    }
    expect(lastTick.size).toBe(PARTITIONS);
  });

  it('recognises a feed that is sent again', async () => {
    const feed = generateFeed({ seed: 11, customers: 4, startDate: '2025-01-01', days: 20 });
    await client.send(feed);
    const before = (await logged()).length;
    expect(await client.send(feed)).toMatchObject({ accepted: 0, duplicate: feed.length });
    expect(await logged()).toHaveLength(before);
  });

  it.each(readdirSync(examples).filter((name) => name.endsWith('.jsonl')))(
    'takes the example %s whole',
    async (name) => {
      const events: CloudEventJson[] = [];
      for await (const event of readStory(join(examples, name))) events.push(event);
      expect(await client.send(events)).toMatchObject({ accepted: events.length, rejected: [] });
    },
  );
});
