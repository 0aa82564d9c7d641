import { createSystemClock } from '@duewatch/config';
import {
  type BusRecord,
  createMemoryCluster,
  type MemoryCluster,
  type MemoryClusterOptions,
  type MemoryFaults,
  type OutgoingRecord,
  partitionOf,
} from '@duewatch/event-bus';
import { silentLog } from '@duewatch/telemetry';
import { until } from '@duewatch/testing';
import {
  createMemoryStore,
  createStream,
  type PartitionStore,
  type Stream,
  type StreamOptions,
} from '../src/index.ts';
import { createTallyLogic, type TallyEvent } from './tally.ts';

export const PARTITIONS = 3;

/** A stream of tallies on a log in memory, with a store that can be swapped under it. */
export class Rig {
  readonly cluster: MemoryCluster;
  store: PartitionStore = createMemoryStore();
  readonly fatal: Error[] = [];
  private readonly running: Stream[] = [];

  constructor(options: Omit<MemoryClusterOptions, 'partitions'> = {}) {
    this.cluster = createMemoryCluster({ partitions: PARTITIONS, ...options });
  }

  async start(
    options: Partial<StreamOptions<TallyEvent>> = {},
    faults: MemoryFaults = {},
  ): Promise<Stream> {
    // The store can be swapped under running streams, as a Redis that went back would be.
    const store: PartitionStore = {
      open: (partition) => this.store.open(partition),
      load: (partition, needs) => this.store.load(partition, needs),
      glance: (partition, needs) => this.store.glance(partition, needs),
      commit: (partition, expected, write) => this.store.commit(partition, expected, write),
      lowest: (partition, indexes, limit) => this.store.lowest(partition, indexes, limit),
      scan: (partition, name, cursor, limit) => this.store.scan(partition, name, cursor, limit),
      audit: (partitions) => this.store.audit(partitions),
      discard: (partition, how) => this.store.discard(partition, how),
    };
    const stream = createStream<TallyEvent>({
      name: 'tally',
      inputs: ['in'],
      logic: createTallyLogic(),
      bus: this.cluster.connect(faults),
      store,
      clock: createSystemClock(),
      log: silentLog,
      auditEveryMs: 15,
      toDeadLetter: (record, { reason }) => ({
        topic: 'dead',
        key: record.key,
        value: record.value,
        headers: { reason, offset: String(record.offset) },
      }),
      onFatal: (error) => this.fatal.push(error),
      ...options,
    });
    this.running.push(stream);
    await stream.start();
    return stream;
  }

  async send(records: readonly OutgoingRecord[]): Promise<void> {
    const bus = this.cluster.connect();
    await bus.producer('test').send(records);
    await bus.close();
  }

  async records(topic: string): Promise<BusRecord[]> {
    const found: BusRecord[] = [];
    const bus = this.cluster.connect();
    await bus.read({
      topics: [topic],
      untilEnd: true,
      onRecord: (record) => void found.push(record),
    });
    await bus.close();
    return found;
  }

  async drained(stream: Stream): Promise<void> {
    await until('everything is folded and swept', async () => {
      if (this.fatal[0] !== undefined) throw this.fatal[0];
      const status = await stream.status();
      return status.ready && status.lag === 0 && status.pendingBroadcasts === 0;
    });
  }

  /** Totals per key as stored. */
  async totals(
    keys: readonly string[],
  ): Promise<Record<string, { total: number; history: string }>> {
    const found: Record<string, { total: number; history: string }> = {};
    for (const key of keys) {
      const partition = partitionOf(key, PARTITIONS);
      const loaded = await this.store.load(partition, new Map([['tallies', [key]]]));
      const bytes = loaded.get('tallies')?.[0];
      if (bytes) found[key] = JSON.parse(bytes.toString()) as { total: number; history: string };
    }
    return found;
  }

  async stop(): Promise<void> {
    for (const stream of this.running.splice(0)) await stream.stop();
  }
}

/** Totals of the keys a, b and c, each with how it came about. */
export async function histories(rig: Rig): Promise<Record<string, string>> {
  const totals = await rig.totals(['a', 'b', 'c']);
  return Object.fromEntries(
    Object.entries(totals).map(([key, { total, history }]) => [key, `${total} = ${history}`]),
  );
}
