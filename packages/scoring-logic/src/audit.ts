import { createHash } from 'node:crypto';
import { type Codec, envelopeOf, TOPICS } from '@duewatch/contracts';
import { type Bus, type BusRecord, createSchemaLearning } from '@duewatch/event-bus';
import { type Assessment, assess, isOutdated } from '@duewatch/risk-core';
import type { PartitionStore } from '@duewatch/stream';
import { PROFILES } from './customer-fold.ts';
import { createCustomerReader, type StoredCustomer } from './customer-reader.ts';
import { InMemoryFold } from './in-memory-fold.ts';
import { routeRecord } from './scoring-event.ts';

/** A customer whose stored profile is not what the log comes to. */
export interface Drift {
  readonly key: string;
  readonly stored: Standing | null;
  readonly folded: Standing | null;
}

export interface AuditReport {
  readonly customers: number;
  /** Judged by another policy or release; they are compared when they have been judged anew. */
  readonly outdated: number;
  readonly drifts: readonly Drift[];
}

export interface AuditOptions {
  readonly bus: Bus;
  readonly store: PartitionStore;
  readonly codec: Codec;
  readonly baseCurrency: string;
  readonly partitions: number;
  /** Customers per partition. */
  readonly sample: number;
  /** Draws other customers than another one. */
  readonly seed: string;
}

/** What a customer is compared by: nothing in it changes on a day on which nothing is due. */
type Standing = Readonly<Record<string, unknown>>;

/** Folds sampled customers from the log once more and compares them with scoring's state. */
export async function auditCustomers(options: AuditOptions): Promise<AuditReport> {
  const reports: AuditReport[] = [];
  for (let partition = 0; partition < options.partitions; partition += 1) {
    reports.push(await auditPartition(partition, options));
  }
  return {
    customers: reports.reduce((sum, { customers }) => sum + customers, 0),
    outdated: reports.reduce((sum, { outdated }) => sum + outdated, 0),
    drifts: reports.flatMap(({ drifts }) => drifts),
  };
}

async function auditPartition(partition: number, options: AuditOptions): Promise<AuditReport> {
  const { bus, codec, baseCurrency } = options;
  const asked = await readSample(partition, options);
  const drifts: Drift[] = [];
  let outdated = 0;
  const fold = new InMemoryFold({ baseCurrency });
  const learn = createSchemaLearning(codec);
  const wanted = new Map(asked.map(({ key, offset }) => [key, offset]));

  /** Those whose state had come exactly so far are compared now, before the log goes on. */
  function compare(upTo: number): void {
    for (const { key, offset, customer } of asked) {
      if (offset > upTo || !wanted.delete(key)) continue;
      if (customer !== undefined && isOutdated(customer.profile, customer.world.policy)) {
        outdated += 1;
        continue;
      }
      const drift = driftOf(key, customer, fold);
      if (drift !== undefined) drifts.push(drift);
    }
  }

  await bus.read({
    topics: [TOPICS.events],
    partitions: [partition],
    untilEnd: true,
    async onRecord(record) {
      compare(record.offset);
      if (wanted.size === 0) return;
      await learn([record]);
      take(record, fold, wanted, codec);
    },
  });
  compare(Number.MAX_SAFE_INTEGER);
  return { customers: asked.length, outdated, drifts };
}

async function readSample(partition: number, options: AuditOptions) {
  const { store, sample, seed } = options;
  const reader = createCustomerReader(options);
  const keys: string[] = [];
  let cursor = '0';
  do {
    const found = await store.scan(partition, PROFILES, cursor, 1_000);
    keys.push(...found.fields);
    cursor = found.cursor;
  } while (cursor !== '0');
  const drawn = [...new Set(keys)].sort(byHash(seed)).slice(0, sample);
  return await Promise.all(
    drawn.map(async (key) => {
      const at = key.indexOf('|');
      const { offset, customer } = await reader.read(key.slice(0, at), key.slice(at + 1));
      return { key, offset: offset ?? 0, customer };
    }),
  );
}

function byHash(seed: string): (a: string, b: string) => number {
  const hashOf = (key: string) => createHash('sha256').update(`${seed} ${key}`).digest('hex');
  return (a, b) => (hashOf(a) < hashOf(b) ? -1 : 1);
}

/** What scoring sets aside or skips is passed over here, too, by the same rules. */
function take(
  record: BusRecord,
  fold: InMemoryFold,
  wanted: ReadonlyMap<string, number>,
  codec: Codec,
): void {
  const routed = routeRecord(record, codec);
  if (!('event' in routed) || record.value === null) return;
  const { event, routing } = routed;
  if (routing.kind === 'keyed' && !wanted.has(routing.key)) return;
  const customerId = event.kind === 'customer' ? event.customerId : null;
  fold.take(codec.decode(record.value), envelopeOf(record.headers), customerId);
}

function driftOf(
  key: string,
  stored: StoredCustomer | undefined,
  fold: InMemoryFold,
): Drift | undefined {
  const at = key.indexOf('|');
  const found = fold.find(key.slice(0, at), key.slice(at + 1));
  const one = stored ? standingOf(assess(stored.profile, stored.world)) : null;
  const other = found ? standingOf(found.assessment) : null;
  if (JSON.stringify(one) === JSON.stringify(other)) return undefined;
  return { key, stored: one, folded: other };
}

function standingOf(assessment: Assessment): Standing {
  const { score, bands, treatment, openMinor, exposureMinor } = assessment;
  const conditions = assessment.conditions.map(({ code }) => code);
  return { score, bands, treatment, openMinor, exposureMinor, conditions };
}
