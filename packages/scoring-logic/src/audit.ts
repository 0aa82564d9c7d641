import { hash } from 'node:crypto';
import { type Codec, envelopeOf, TOPICS } from '@duewatch/contracts';
import { type Bus, createSchemaLearning } from '@duewatch/event-bus';
import {
  type Assessment,
  assess,
  isOutdated,
  type PageRef,
  StoredFormatError,
} from '@duewatch/risk-core';
import type { PartitionStore } from '@duewatch/stream';
import { PROFILES } from './customer-fold.ts';
import { createCustomerReader, type StoredCustomer } from './customer-reader.ts';
import { differingPages } from './differing-pages.ts';
import { InMemoryFold } from './in-memory-fold.ts';
import { LostCustomers } from './lost-customers.ts';
import { routeRecord } from './scoring-event.ts';

/**
 * A customer whose stored profile is not what the log comes to; `stored` is null when there is
 * none, though the log tells of it, and says `unreadable` and why when it cannot be read.
 */
export interface Drift {
  readonly key: string;
  readonly stored: Standing | null;
  readonly folded: Standing | null;
  /** Addresses of pages of invoices that differ, if both can be read: `i…` open, `s…` closed. */
  readonly pages: readonly PageRef[];
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
  const { bus, store, codec, sample } = options;
  const fold = new InMemoryFold(options);
  const learn = createSchemaLearning(codec);
  const point = (await store.audit([partition])).get(partition);
  const below = point?.offsets[TOPICS.events] ?? 0;
  const keys = await keysOf(partition, store);
  const comparison = new Comparison(await readSample(keys, options), fold);
  const lost = new LostCustomers(keys, { sample, below });

  await bus.read({
    topics: [TOPICS.events],
    partitions: [partition],
    untilEnd: true,
    async onRecord(record) {
      comparison.upTo(record.offset);
      await learn([record]);
      // What scoring sets aside or skips is passed over here, too, by the same rules.
      const routed = routeRecord(record, codec);
      if (!('event' in routed) || record.value === null) return;
      const { event, routing } = routed;
      const key = routing.kind === 'keyed' ? routing.key : null;
      if (key !== null && !comparison.awaits(key) && !lost.mayBe(key, record.offset)) return;
      const customerId = event.kind === 'customer' ? event.customerId : null;
      const { kind } = fold.take(
        codec.decode(record.value),
        envelopeOf(record.headers),
        customerId,
      );
      const erases = event.kind === 'customer' && event.erases;
      if (key !== null && kind === 'ok') lost.folded(key, erases);
    },
  });
  comparison.upTo(END);
  const missing = await stillMissing(lost.keys(), options);
  const customers = comparison.customers + missing.length;
  const gone = missing.flatMap((key) => driftsOf(key, undefined, fold));
  return { customers, outdated: comparison.outdated, drifts: [...comparison.drifts, ...gone] };
}

/** Behind every record. */
const END = Number.MAX_SAFE_INTEGER;

/** Of sampled customers, what is stored with what is folded. */
class Comparison {
  readonly drifts: Drift[] = [];
  readonly customers: number;
  outdated = 0;
  private readonly waiting: Map<string, Asked>;
  private readonly fold: InMemoryFold;

  constructor(asked: readonly Asked[], fold: InMemoryFold) {
    this.waiting = new Map(asked.map((one) => [one.key, one]));
    this.customers = asked.length;
    this.fold = fold;
  }

  awaits(key: string): boolean {
    return this.waiting.has(key);
  }

  /** Those whose state had come exactly so far are compared now, before the log goes on. */
  upTo(offset: number): void {
    for (const one of this.waiting.values()) {
      if (one.offset > offset) continue;
      this.waiting.delete(one.key);
      this.compare(one);
    }
  }

  private compare({ key, stored }: Asked): void {
    const isReadable = stored !== undefined && 'profile' in stored;
    if (isReadable && isOutdated(stored.profile, stored.world.policy)) this.outdated += 1;
    else this.drifts.push(...driftsOf(key, stored, this.fold));
  }
}

async function keysOf(partition: number, store: PartitionStore): Promise<readonly string[]> {
  const keys = new Set<string>();
  let cursor = '0';
  do {
    const found = await store.scan(partition, PROFILES, cursor, 1_000);
    for (const key of found.fields) keys.add(key);
    cursor = found.cursor;
  } while (cursor !== '0');
  return [...keys];
}

/** What is stored of a customer, where it can be read. */
type Stored = StoredCustomer | { readonly unreadable: string } | undefined;

/** A customer that was drawn, and how far its state had come. */
interface Asked {
  readonly key: string;
  readonly offset: number;
  readonly stored: Stored;
}

async function readSample(
  keys: readonly string[],
  options: AuditOptions,
): Promise<readonly Asked[]> {
  const { sample, seed } = options;
  const reader = createCustomerReader(options);
  const drawn = [...keys].sort(byHash(seed)).slice(0, sample);
  return await Promise.all(
    drawn.map(async (key): Promise<Asked> => {
      try {
        const { offset, customer } = await reader.read(...partsOf(key), { withPages: true });
        return { key, offset: offset ?? 0, stored: customer };
      } catch (error) {
        if (!(error instanceof StoredFormatError)) throw error;
        return { key, offset: END, stored: { unreadable: error.message } };
      }
    }),
  );
}

/** Scoring goes on meanwhile: who is stored by now was never lost. */
async function stillMissing(
  keys: readonly string[],
  options: AuditOptions,
): Promise<readonly string[]> {
  const reader = createCustomerReader(options);
  const missing: string[] = [];
  for (const key of keys) {
    const { customer } = await reader.read(...partsOf(key));
    if (customer === undefined) missing.push(key);
  }
  return missing;
}

function partsOf(key: string): readonly [tenantId: string, customerId: string] {
  const at = key.indexOf('|');
  return [key.slice(0, at), key.slice(at + 1)];
}

function byHash(seed: string): (a: string, b: string) => number {
  const hashOf = (key: string) => hash('sha256', `${seed} ${key}`);
  return (a, b) => (hashOf(a) < hashOf(b) ? -1 : 1);
}

/** The drift of one, or none. */
function driftsOf(key: string, stored: Stored, fold: InMemoryFold): readonly Drift[] {
  const found = fold.find(...partsOf(key));
  const one = standingIn(stored);
  const other = found ? standingOf(found.assessment) : null;
  const pages =
    found !== undefined && stored !== undefined && 'profile' in stored
      ? differingPages(stored, { ...found, pages: found.pagesByRef })
      : [];
  if (pages.length === 0 && JSON.stringify(one) === JSON.stringify(other)) return [];
  return [{ key, stored: one, folded: other, pages }];
}

function standingIn(stored: Stored): Standing | null {
  if (stored === undefined) return null;
  return 'profile' in stored ? standingOf(assess(stored.profile, stored.world)) : stored;
}

function standingOf(assessment: Assessment): Standing {
  const { score, bands, treatment, openMinor, exposureMinor } = assessment;
  const conditions = assessment.conditions.map(({ code }) => code);
  return { score, bands, treatment, openMinor, exposureMinor, conditions };
}
