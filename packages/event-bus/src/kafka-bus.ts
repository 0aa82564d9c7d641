import {
  type ClientCertificate,
  type Clock,
  certificateReader,
  createSystemClock,
  type StackSettings,
} from '@duewatch/config';
import { type Log, silentLog } from '@duewatch/telemetry';
import { closed } from './errors.ts';
import { KafkaAdmin } from './kafka-admin.ts';
import type { Address, KafkaContext } from './kafka-client.ts';
import { startKafkaConsumer } from './kafka-consumer.ts';
import { openRawProducer } from './kafka-producer.ts';
import { readKafka } from './kafka-reader.ts';
import type { Bus } from './ports.ts';
import { SendQueue } from './send-queue.ts';

/** Where Kafka is, and the few things about it worth setting; the defaults are for services. */
export interface KafkaBusOptions {
  readonly brokers: readonly string[];
  /** The service's name, as brokers log it. */
  readonly clientId: string;
  readonly tls?: boolean | undefined;
  readonly sasl?: StackSettings['kafkaSasl'] | undefined;
  readonly certificate?: ClientCertificate | null | undefined;
  readonly log?: Log;
  readonly clock?: Clock;
  /** A member silent for so long is taken for dead; its partitions go to others. */
  readonly sessionTimeoutMs?: number;
  readonly heartbeatMs?: number;
  /** A send, or any other operation, without answer for so long is given up. */
  readonly deadlineMs?: number;
  readonly requestTimeoutMs?: number;
  /** More waiting records than this are refused with QUEUE_FULL. */
  readonly maxWaitingRecords?: number;
  readonly compression?: 'none' | 'gzip';
  /** For brokers behind a tunnel or a proxy, whose advertised address cannot be reached. */
  readonly redirect?: (address: Address) => Address;
}

/**
 * Kafka takes a member that says nothing for dead after six seconds, the least that brokers allow
 * by default; three heartbeats fit into it (decision 0041).
 */
export const SESSION_TIMEOUT_MS = 6_000;

/** Limits that no deployment should need to change, each with its reason. */
const limits = {
  // With minBytes 1 new records are answered at once; only a seek or a stop waits for this long.
  fetchWaitMs: 200,
  // A backlog of 200-byte records reads no faster above this, and memory holds it per partition.
  fetchBytesPerPartition: 1024 * 1024,
  // About a second of the fastest ingest, so that a full queue is told while it is still short.
  maxWaitingRecords: 50_000,
  maxWaitingBytes: 64 * 1024 * 1024,
  maxRecordsPerTopic: 500,
  // Below the broker's default bound of 1,048,588 bytes for one partition's batch.
  maxBytesPerSend: 900_000,
  maxRecordsPerClient: 1_000_000_000,
} as const;

/** The bus on Kafka. Connects where needed, at first use. */
export function createKafkaBus(options: KafkaBusOptions): Bus {
  const context: KafkaContext = {
    brokers: options.brokers,
    clientId: options.clientId,
    tls: options.tls ?? false,
    sasl: options.sasl ?? null,
    certificate: options.certificate ? certificateReader(options.certificate) : null,
    log: options.log ?? silentLog,
    clock: options.clock ?? createSystemClock(),
    requestTimeoutMs: options.requestTimeoutMs ?? 10_000,
    deadlineMs: options.deadlineMs ?? 30_000,
    redirect: options.redirect,
  };
  const admin = new KafkaAdmin(context);
  const closing = new AbortController();
  const open = new Set<() => Promise<void>>([() => admin.close()]);
  const refuseWhenClosed = (): void => {
    if (closing.signal.aborted) throw closed('bus');
  };
  return {
    clusterId: async () => {
      refuseWhenClosed();
      return await admin.clusterId();
    },
    ensureTopics: async (specs) => {
      refuseWhenClosed();
      await admin.ensureTopics(specs);
    },
    ends: async (topic) => {
      refuseWhenClosed();
      return await admin.ends(topic);
    },
    committed: async (groupId, topic) => {
      refuseWhenClosed();
      return await admin.committed(groupId, topic);
    },
    producer: (name, { deadlineMs = context.deadlineMs } = {}) => {
      refuseWhenClosed();
      const producer = new SendQueue({
        ...limits,
        name,
        maxWaitingRecords: options.maxWaitingRecords ?? limits.maxWaitingRecords,
        clock: context.clock,
        log: context.log,
        deadlineMs,
        open: () => openRawProducer(context, { compression: options.compression ?? 'none' }),
      });
      open.add(() => producer.close());
      return producer;
    },
    consume: async ({ groupId, topics, handlers }) => {
      refuseWhenClosed();
      const counts = await Promise.all(topics.map((topic) => admin.partitionCount(topic)));
      const consumer = await startKafkaConsumer(context, {
        groupId,
        topics,
        handlers,
        topicPartitions: counts.reduce((sum, count) => sum + count, 0),
        sessionTimeoutMs: options.sessionTimeoutMs ?? SESSION_TIMEOUT_MS,
        heartbeatMs: options.heartbeatMs ?? 2_000,
        fetchWaitMs: limits.fetchWaitMs,
        fetchBytesPerPartition: limits.fetchBytesPerPartition,
      });
      open.add(() => consumer.stop());
      return consumer;
    },
    read: async (readOptions) => {
      refuseWhenClosed();
      await readKafka(context, readOptions, closing.signal);
    },
    close: async () => {
      closing.abort();
      await Promise.all([...open].map((close) => close()));
    },
  };
}
