import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  type AlertingApp,
  alertingSettings,
  createApp as createAlerting,
} from '@duewatch/alerting';
import { createSystemClock } from '@duewatch/config';
import {
  type AlertOpened,
  createCodec,
  createStaticSchemaIds,
  isoDateOf,
  type ProfileUpdated,
  topicDefinitions,
} from '@duewatch/contracts';
import { type CloudEventJson, createFeedClient } from '@duewatch/door-client';
import { type BusRecord, createMemoryCluster, type MemoryCluster } from '@duewatch/event-bus';
import {
  createApp as createIngest,
  createMemoryDedupeStore,
  createMemoryMarkStore,
  hashApiKey,
  type IngestApp,
  ingestSettings,
} from '@duewatch/ingest';
import { createApp as createScoring, type ScoringApp, scoringSettings } from '@duewatch/scoring';
import { createMemoryStore } from '@duewatch/stream';
import { silentLog } from '@duewatch/telemetry';
import { until } from '@duewatch/testing';
import type { ExpectedAlert } from './expectation.ts';
import { readExpectation } from './expectation.ts';
import { generateFeed } from './generate-feed.ts';
import { readStory } from './story-file.ts';

const KEY = 'dw_key_for_tests_only';
const PARTITIONS = 3;
const YEAR_OF_EACH = { seed: 7, customers: 7, startDate: '2025-01-01', days: 365 };

/** The first seven customers of a feed are one of each kind. */
const CUSTOMER = {
  prompt: 'S-0001',
  slow: 'S-0002',
  slipping: 'S-0003',
  failing: 'S-0004',
  disputing: 'S-0005',
  seasonal: 'S-0006',
  debited: 'S-0007',
};
const examples = join(__dirname, '../../../../examples');

const codec = createCodec({ ids: createStaticSchemaIds() });
const clock = createSystemClock();

/** The three services between the door and the alerts, on twins. */
class Pipeline {
  readonly cluster: MemoryCluster = createMemoryCluster();
  private readonly fatal: Error[] = [];
  private readonly ports = () => ({
    bus: this.cluster.connect(),
    store: createMemoryStore(),
    codec,
    clock,
    log: silentLog,
    onFatal: (error: Error) => void this.fatal.push(error),
  });
  private readonly door: IngestApp = createIngest(doorSettings(), {
    ...this.ports(),
    dedupe: createMemoryDedupeStore(clock),
    marks: createMemoryMarkStore(),
    scoringStore: createMemoryStore(),
  });
  private readonly scoring: ScoringApp = createScoring(
    scoringSettings.parse({ statusPort: 0 }),
    this.ports(),
  );
  private readonly alerting: AlertingApp = createAlerting(
    alertingSettings.parse({ statusPort: 0 }),
    this.ports(),
  );

  async start(): Promise<void> {
    await this.cluster.connect().ensureTopics(topicDefinitions(PARTITIONS));
    await this.door.start();
    await this.scoring.start();
    await this.alerting.start();
  }

  async stop(): Promise<void> {
    await this.door.stop();
    await this.scoring.stop();
    await this.alerting.stop();
  }

  async play(events: Iterable<CloudEventJson> | AsyncIterable<CloudEventJson>): Promise<void> {
    const client = createFeedClient({ url: this.door.url(), apiKey: KEY, clock });
    expect(await client.send(events)).toMatchObject({ duplicate: 0, rejected: [] });
    await this.drained();
    expect(await this.read('scoring.dead-letters')).toEqual([]);
  }

  /** Waits until scoring, and then alerting, have nothing more to do. */
  async drained(): Promise<void> {
    for (const app of [this.scoring, this.alerting, this.scoring, this.alerting]) {
      await until('everything is folded', async () => {
        if (this.fatal[0] !== undefined) throw this.fatal[0];
        const { ready, lag, pending } = await app.status();
        return ready && lag === 0 && pending === 0;
      });
    }
  }

  async read(topic: string): Promise<BusRecord[]> {
    const found: BusRecord[] = [];
    const onRecord = (record: BusRecord) => void found.push(record);
    await this.cluster.connect().read({ topics: [topic], untilEnd: true, onRecord });
    return found;
  }

  async alerts(): Promise<ExpectedAlert[]> {
    return (await this.read('risk.alerts')).map(({ value, headers }) => {
      const alert = bodyOf<AlertOpened>(value);
      return {
        customer: alert.customerId ?? '',
        code: alert.code,
        scope: alert.scope,
        transition: headers['ce_type']?.split('alert_').at(-1) as ExpectedAlert['transition'],
        severity: alert.severity,
        date: isoDateOf(alert.changedOn),
        ...(alert.suppressedReason === null ? {} : { keptBack: alert.suppressedReason }),
      };
    });
  }

  async bands(): Promise<Record<string, string>> {
    const bands: Record<string, string> = {};
    for (const { value } of await this.read('risk.profiles')) {
      const { customerId, band } = bodyOf<ProfileUpdated>(value);
      bands[customerId] = band;
    }
    return bands;
  }
}

describe('door, scoring and alerting', () => {
  let pipeline: Pipeline;
  beforeEach(async () => {
    pipeline = new Pipeline();
    await pipeline.start();
  });
  afterEach(() => pipeline.stop());

  it.each(readdirSync(examples).filter((name) => name.endsWith('.jsonl')))(
    'make of %s exactly what it says',
    async (name) => {
      const path = join(examples, name);
      await pipeline.play(readStory(path));
      const expected = readExpectation(path);
      expect(lines(await pipeline.alerts())).toEqual(lines(expected.alerts));
      expect(await pipeline.bands()).toEqual(expected.bands);
    },
    60_000,
  );

  it('tell the customers of the sample feed apart', async () => {
    await pipeline.play(generateFeed(YEAR_OF_EACH));
    const alerts = await pipeline.alerts();
    const codesOf = (one: string) => alerts.flatMap((a) => (a.customer === one ? [a.code] : []));
    const bands = await pipeline.bands();
    const who = CUSTOMER;

    expect(codesOf(who.prompt)).toEqual([]);
    expect([who.prompt, who.seasonal, who.debited].map((one) => bands[one])).toEqual([
      'A',
      'A',
      'A',
    ]);
    expect(codesOf(who.seasonal).join()).toMatch(/LIMIT_/);
    expect(codesOf(who.debited)).toContain('PAYMENT_FAILED');
    // A habit is no default, and neither is a quarrel.
    expect([bands[who.slow], bands[who.disputing]].join('')).toMatch(/^[BC]{2}$/);
    expect(codesOf(who.slipping)).toContain('PAY_DRIFT');
    expect(codesOf(who.failing)).toEqual(expect.arrayContaining(['PROMISE_BROKEN', 'DEFAULTED']));
    expect(bands[who.failing]).toBe('E');
    // A whole year on a machine that runs other tests beside.
  }, 60_000);
});

function doorSettings() {
  const key = { keyId: 'sample', tenantId: 'sample', sha256: hashApiKey(KEY) };
  return ingestSettings.parse({
    port: 0,
    keys: [{ ...key, scopes: ['events:write', 'clock:write'], calendars: ['sample'] }],
    tenants: [{ tenantId: 'sample', calendarId: 'sample' }],
    calendars: [{ calendarId: 'sample', timeZone: 'UTC', live: false }],
  });
}

function bodyOf<T>(value: Buffer | null): T {
  if (value === null) throw new Error('the record has no body');
  return codec.decode(value).data as T;
}

/** One line per alert, in an order that does not depend on partitions. */
function lines(alerts: readonly ExpectedAlert[]): string[] {
  return alerts
    .map(({ date, customer, code, scope, transition, severity }) =>
      [date, customer, code, scope ?? '-', transition, severity].join(' '),
    )
    .sort();
}
