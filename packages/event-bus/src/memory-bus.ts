import { type Clock, createSystemClock } from '@duewatch/config';
import { closed } from './errors.ts';
import { type MemoryConsumer, MemoryGroup } from './memory-group.ts';
import { MemoryLog, type Soon } from './memory-log.ts';
import { readMemory } from './memory-reader.ts';
import { checkRoutable, partitionFor } from './partitioning.ts';
import type { Bus, BusProducer, ConsumerHandlers, OutgoingRecord } from './ports.ts';

/** Faults for tests and simulations; what a hook throws rejects the send. */
export interface MemoryFaults {
  /** Before the records are in the log: a throw here loses them. */
  beforeAppend?(producer: string, records: readonly OutgoingRecord[]): void | Promise<void>;
  /** After they are in it: a throw here is a lost acknowledgement. */
  afterAppend?(producer: string, records: readonly OutgoingRecord[]): void | Promise<void>;
}

/** What outlives the processes of a simulation: the log and the groups' offsets. */
export interface MemoryCluster {
  readonly clusterId: string;
  /** Group offset, for lag checks in tests; undefined when nothing was committed. */
  committed(groupId: string, topic: string, partition: number): number | undefined;
  /** A bus of its own for one service: closing it leaves the log to the others. */
  connect(faults?: MemoryFaults): MemoryBus;
}

/** The in-memory twin of `createKafkaBus`. */
export interface MemoryBus extends Bus {
  readonly cluster: MemoryCluster;
  consume(options: {
    readonly groupId: string;
    readonly topics: readonly string[];
    readonly handlers: ConsumerHandlers;
  }): Promise<MemoryConsumer>;
}

export interface MemoryClusterOptions {
  readonly clusterId?: string;
  /**
   * Makes a topic with so many partitions at its first use; without, it must exist, as in Kafka.
   */
  readonly partitions?: number;
  /** Longest batch that a consumer gets. */
  readonly batchRecords?: number;
  readonly clock?: Clock;
  /** A turn of the event loop, unless told otherwise. */
  readonly soon?: Soon;
}

/** A log in memory, with as many buses on it as the test has processes. */
export function createMemoryCluster(options: MemoryClusterOptions = {}): MemoryCluster {
  const clock = options.clock ?? createSystemClock();
  const log = new MemoryLog(clock, options.partitions, options.soon ?? setImmediate);
  const groups = new Map<string, MemoryGroup>();
  const groupOf = (groupId: string): MemoryGroup => {
    const group = groups.get(groupId) ?? new MemoryGroup(log, options.batchRecords ?? 500);
    groups.set(groupId, group);
    return group;
  };
  const cluster: MemoryCluster = {
    clusterId: options.clusterId ?? 'memory',
    committed: (groupId, topic, partition) => groups.get(groupId)?.committed(topic, partition),
    connect: (faults = {}) => connect(cluster, log, groupOf, faults),
  };
  return cluster;
}

/** A bus on a new cluster of its own. */
export function createMemoryBus(options: MemoryClusterOptions = {}): MemoryBus {
  return createMemoryCluster(options).connect();
}

function connect(
  cluster: MemoryCluster,
  log: MemoryLog,
  groupOf: (groupId: string) => MemoryGroup,
  faults: MemoryFaults,
): MemoryBus {
  const closing = new AbortController();
  const open = new Set<{ close(): Promise<void> }>();
  const refuseWhenClosed = (): void => {
    if (closing.signal.aborted) throw closed('bus');
  };
  return {
    cluster,
    clusterId: async () => cluster.clusterId,
    ensureTopics: async (specs) => {
      refuseWhenClosed();
      for (const spec of specs) log.ensure(spec);
    },
    ends: async (topic) => {
      refuseWhenClosed();
      const count = log.partitionCount(topic);
      return Array.from({ length: count }, (_, partition) => {
        return { partition, start: 0, end: log.end(topic, partition) };
      });
    },
    committed: async (groupId, topic) => {
      refuseWhenClosed();
      const partitions = Array.from({ length: log.partitionCount(topic) }, (_, at) => at);
      return new Map(
        partitions.flatMap((partition) => {
          const offset = cluster.committed(groupId, topic, partition);
          return offset === undefined ? [] : [[partition, offset] as const];
        }),
      );
    },
    producer: (name) => {
      refuseWhenClosed();
      const producer = memoryProducer(name, log, faults);
      open.add(producer);
      return producer;
    },
    consume: async ({ groupId, topics, handlers }) => {
      refuseWhenClosed();
      for (const topic of topics) log.partitionCount(topic);
      const consumer = groupOf(groupId).join(topics, handlers);
      open.add({ close: () => consumer.stop() });
      return consumer;
    },
    read: async (options) => {
      refuseWhenClosed();
      await readMemory(log, options, closing.signal);
    },
    close: async () => {
      closing.abort();
      await Promise.all([...open].map((one) => one.close()));
    },
  };
}

function memoryProducer(name: string, log: MemoryLog, faults: MemoryFaults): BusProducer {
  let isClosed = false;
  let last: Promise<void> = Promise.resolve();
  const append = async (records: readonly OutgoingRecord[]): Promise<void> => {
    for (const record of records) partitionFor(record, log.partitionCount(record.topic));
    await faults.beforeAppend?.(name, records);
    log.append(records);
    await faults.afterAppend?.(name, records);
  };
  return {
    send: async (records) => {
      if (isClosed) throw closed('producer');
      records.forEach(checkRoutable);
      // One after the other, as with one outstanding send: the order of calls is the log's.
      const sent = last.then(() => append(records));
      last = sent.catch(() => {});
      await sent;
    },
    close: async () => {
      isClosed = true;
      await last;
    },
  };
}
