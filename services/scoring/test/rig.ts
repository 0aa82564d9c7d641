import { createSystemClock } from '@duewatch/config';
import {
  BROADCAST_KEY,
  createCodec,
  createStaticSchemaIds,
  customerKey,
  type Decoded,
  type Envelope,
  entryOfRecord,
  epochDayOf,
  headersOf,
  type ProfileUpdated,
  type RecordName,
  type Records,
  type RiskChanged,
  topicDefinitions,
} from '@duewatch/contracts';
import {
  type BusRecord,
  createMemoryCluster,
  type MemoryCluster,
  type OutgoingRecord,
} from '@duewatch/event-bus';
import { contentHash, type Policy, type PolicyJson } from '@duewatch/risk-core';
import { createMemoryStore, type PartitionStore } from '@duewatch/stream';
import { silentLog } from '@duewatch/telemetry';
import { until } from '@duewatch/testing';
import { createApp, type ScoringApp, scoringSettings } from '../src/index.ts';

const TENANT = 'acme';
const CALENDAR = 'paris';
const DAY_MS = 86_400_000;

/** A date written as people write it. */
export function day(text: string): number {
  const found = epochDayOf(text);
  if (found === undefined) throw new Error(`${text} is no date`);
  return found;
}

export interface Stamp {
  readonly calendarId?: string;
  readonly tenantId?: string;
  readonly suppressed?: boolean;
}

/** Scoring on a log in memory: events in, profiles and changes out. */
export class Rig {
  readonly cluster: MemoryCluster;
  readonly codec = createCodec({ ids: createStaticSchemaIds() });
  readonly fatal: Error[] = [];
  readonly partitions: number;
  private readonly apps: ScoringApp[] = [];
  store: PartitionStore = createMemoryStore();
  private sent = 0;

  constructor(partitions = 3) {
    this.partitions = partitions;
    this.cluster = createMemoryCluster();
  }

  async start(settings: { readonly chunkRecords?: number } = {}): Promise<ScoringApp> {
    const bus = this.cluster.connect();
    await bus.ensureTopics(topicDefinitions(this.partitions));
    const app = createApp(scoringSettings.parse({ statusPort: 0, ...settings }), {
      bus,
      store: this.store,
      codec: this.codec,
      clock: createSystemClock(),
      log: silentLog,
      onFatal: (error) => this.fatal.push(error),
    });
    this.apps.push(app);
    await app.start();
    return app;
  }

  async stop(): Promise<void> {
    for (const app of this.apps.splice(0)) await app.stop();
  }

  /** Waits until everything sent is folded, swept and published. */
  async settled(): Promise<void> {
    await until('scoring has nothing left to do', async () => {
      if (this.fatal[0] !== undefined) throw this.fatal[0];
      const states = await Promise.all(this.apps.map((app) => app.status()));
      return states.every(({ ready, lag, pending }) => ready && lag === 0 && pending === 0);
    });
  }

  async send(records: readonly OutgoingRecord[]): Promise<void> {
    const bus = this.cluster.connect();
    await bus.ensureTopics(topicDefinitions(this.partitions));
    await bus.producer('test').send(records);
    await bus.close();
  }

  /** Sends one after the other and lets scoring work each off. */
  async play(...records: readonly (OutgoingRecord | OutgoingRecord[])[]): Promise<void> {
    for (const record of records) {
      await this.send([record].flat());
      await this.settled();
    }
  }

  event<Name extends RecordName>(
    name: Name,
    on: string,
    data: Omit<Records[Name], 'tenantId' | 'legalEntityId' | 'sourceSystem' | 'sourceRef'>,
    stamp: Stamp = {},
  ): OutgoingRecord {
    const { customerId } = data as { customerId?: string };
    const key = customerId === undefined ? BROADCAST_KEY : customerKey(TENANT, customerId);
    this.sent += 1;
    const envelope: Envelope = {
      id: `event-${this.sent}`,
      source: '/test',
      type: entryOfRecord(name).ceType,
      subject: customerId ?? null,
      time: day(on) * DAY_MS,
      tenantId: TENANT,
      partitionKey: key,
      recordedTime: 1_790_000_000_000 + this.sent,
      calendarId: stamp.calendarId ?? CALENDAR,
      suppressed: stamp.suppressed ?? false,
      correlationId: null,
      causationId: null,
      traceparent: null,
      sourceVersion: 0,
    };
    const tenantId = stamp.tenantId ?? TENANT;
    const common = { tenantId, legalEntityId: null, sourceSystem: 'test', sourceRef: null };
    const body = { ...common, ...data } as unknown as Records[Name];
    return {
      topic: 'ar.events',
      key,
      value: this.codec.encode(name, body),
      headers: headersOf(envelope),
    };
  }

  broadcast<Name extends RecordName>(
    name: Name,
    on: string,
    data: Omit<Records[Name], 'tenantId' | 'legalEntityId' | 'sourceSystem' | 'sourceRef'>,
    stamp: Stamp = {},
  ): OutgoingRecord[] {
    const record = this.event(name, on, data, stamp);
    return Array.from({ length: this.partitions }, (_, partition) => ({ ...record, partition }));
  }

  tick(on: string, stamp: Stamp = {}): OutgoingRecord[] {
    return this.broadcast(
      'ClockBusinessDayStarted',
      on,
      {
        calendarId: stamp.calendarId ?? CALENDAR,
        date: day(on),
        weekendDays: [0, 6],
        holidays: [],
      },
      stamp,
    );
  }

  /** A policy activated for the tenant, with what the event says about it corrected if wished. */
  activation(
    on: string,
    policy: Policy,
    event: Partial<Pick<Records['PolicyActivated'], 'document' | 'sha256' | 'version'>> = {},
  ): OutgoingRecord[] {
    return this.broadcast('PolicyActivated', on, {
      policyId: policy.id,
      version: policy.version,
      sha256: contentHash(policy as unknown as PolicyJson),
      document: JSON.stringify(policy),
      activatedOn: day(on),
      ...event,
    });
  }

  cashComplete(businessDate: string, stamp: Stamp = {}): OutgoingRecord[] {
    const data = { source: 'bank', businessDate: day(businessDate) };
    return this.broadcast('FeedCompleted', businessDate, data, stamp);
  }

  invoice(
    customerId: string,
    invoiceId: string,
    dates: { readonly issuedOn: string; readonly dueOn: string },
    amountMinor: number,
    stamp: Stamp & { readonly currency?: string } = {},
  ): OutgoingRecord {
    const data = {
      customerId,
      invoiceId,
      issuedOn: day(dates.issuedOn),
      dueOn: day(dates.dueOn),
      amountMinor,
      currency: stamp.currency ?? 'EUR',
      number: null,
      taxMinor: null,
      baseAmountMinor: null,
      fxRateNano: null,
      fxDate: null,
      terms: null,
      collectionMethod: null,
      orderId: null,
      deliveryId: null,
      branchId: null,
    };
    return this.event('InvoiceIssued', dates.issuedOn, data, stamp);
  }

  erased(customerId: string, on: string): OutgoingRecord {
    return this.event('CustomerErased', on, { customerId, requestId: null, erasedOn: day(on) });
  }

  async records(topic: string): Promise<BusRecord[]> {
    const found: BusRecord[] = [];
    const bus = this.cluster.connect();
    await bus.read({ topics: [topic], untilEnd: true, onRecord: (one) => void found.push(one) });
    await bus.close();
    return found;
  }

  async profiles(customerId: string): Promise<ProfileUpdated[]> {
    const key = customerKey(TENANT, customerId);
    const records = await this.records('risk.profiles');
    return records.flatMap((record) => {
      if (record.key !== key || record.value === null) return [];
      const decoded = this.codec.decode(record.value);
      return decoded.recordName === 'ProfileUpdated' ? [decoded.data] : [];
    });
  }

  async profile(customerId: string): Promise<ProfileUpdated> {
    const last = (await this.profiles(customerId)).at(-1);
    if (last === undefined) throw new Error(`${customerId} has no profile`);
    return last;
  }

  /** Everything told of a customer on `risk.changes`, in order. */
  async told(customerId: string): Promise<Decoded[]> {
    const key = customerKey(TENANT, customerId);
    const records = await this.records('risk.changes');
    return records.flatMap((record) =>
      record.key === key && record.value !== null ? [this.codec.decode(record.value)] : [],
    );
  }

  async changes(customerId: string): Promise<RiskChanged[]> {
    const told = await this.told(customerId);
    return told.flatMap((one) => (one.recordName === 'RiskChanged' ? [one.data] : []));
  }
}
