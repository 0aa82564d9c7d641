import { CompressionTypes, type Message, type Producer, type TopicMessages } from 'kafkajs';
import { BusError } from './errors.ts';
import { busErrorOf, KafkaClient, type KafkaContext } from './kafka-client.ts';
import { partitionFor } from './partitioning.ts';
import type { OutgoingRecord } from './ports.ts';
import { retryUntil } from './retry.ts';
import type { RawProducer } from './send-queue.ts';

export interface RawProducerOptions {
  readonly compression: 'none' | 'gzip';
}

/** A connected idempotent kafkajs producer, for one send at a time and until one is rejected. */
export async function openRawProducer(
  context: KafkaContext,
  options: RawProducerOptions,
): Promise<RawProducer> {
  return await retryUntil(
    { clock: context.clock, deadlineMs: context.deadlineMs, what: 'connect to Kafka' },
    async () => {
      const client = new KafkaProducerClient(context, options);
      try {
        await client.connect();
        return client;
      } catch (error) {
        await client.close();
        throw busErrorOf(error, 'the cluster', 'Write on what it writes');
      }
    },
  );
}

/** A message that remembers its record, for the partitioner. */
interface RecordMessage extends Message {
  readonly record: OutgoingRecord;
}

class KafkaProducerClient implements RawProducer {
  readonly #client: KafkaClient;
  readonly #producer: Producer;
  readonly #context: KafkaContext;
  readonly #compression: CompressionTypes;
  /** Where the records of the send at hand go: each of them must be acknowledged. */
  readonly #targets = new Set<string>();
  #isSending = false;
  #isClosed = false;

  constructor(context: KafkaContext, options: RawProducerOptions) {
    this.#context = context;
    const isPacked = options.compression === 'gzip';
    this.#compression = isPacked ? CompressionTypes.GZIP : CompressionTypes.None;
    this.#client = new KafkaClient(context, 2);
    this.#producer = this.#client.kafka.producer({
      idempotent: true,
      allowAutoTopicCreation: false,
      // Within one send kafkajs may go on: it keeps the sequence numbers, so the broker knows a
      // repetition for what it is. The queue ends it at the callers' deadline.
      retry: { retries: 5, initialRetryTime: 50, maxRetryTime: 500 },
      createPartitioner:
        () =>
        ({ topic, partitionMetadata, message }) =>
          this.#partition(topic, partitionMetadata.length, message as RecordMessage),
    });
  }

  async connect(): Promise<void> {
    await this.#producer.connect();
  }

  async send(records: readonly OutgoingRecord[]): Promise<void> {
    const topicMessages = byTopic(records);
    const topics = topicMessages.map(({ topic }) => topic).join(', ');
    this.#targets.clear();
    this.#isSending = true;
    let acknowledged: readonly { topicName: string; partition: number }[];
    try {
      acknowledged = await this.#producer.sendBatch({
        acks: -1,
        timeout: this.#context.requestTimeoutMs,
        compression: this.#compression,
        topicMessages,
      });
    } catch (error) {
      throw busErrorOf(error, topics, `Write on ${topics}`);
    } finally {
      this.#isSending = false;
    }
    // When a leader moves between two attempts of one send, kafkajs skips the new leader if that
    // broker has already answered for other partitions, and reports success for all.
    for (const { topicName, partition } of acknowledged) {
      this.#targets.delete(`${topicName}/${partition}`);
    }
    if (this.#targets.size === 0) return;
    const missing = [...this.#targets].join(', ');
    throw new BusError('UNAVAILABLE', `no acknowledgement came for ${missing}`);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    // A client that waits for an answer would not leave before it came.
    if (this.#isSending) this.#client.cut();
    else await this.#leave();
  }

  async #leave(): Promise<void> {
    try {
      await this.#producer.disconnect();
    } catch (error) {
      this.#context.log.debug('A producer did not leave cleanly', { error });
    }
    this.#client.cut();
  }

  /** kafkajs asks at each attempt: here one that nobody waits for any more is ended. */
  #partition(topic: string, partitions: number, message: RecordMessage): number {
    if (this.#isClosed) throw new BusError('CLOSED', 'the producer was closed while it sent');
    const partition = partitionFor(message.record, partitions);
    this.#targets.add(`${topic}/${partition}`);
    return partition;
  }
}

function byTopic(records: readonly OutgoingRecord[]): TopicMessages[] {
  const messages = new Map<string, RecordMessage[]>();
  for (const record of records) {
    const { topic, key, value, headers } = record;
    const message = { key, value, headers: headers as Record<string, string>, record };
    const others = messages.get(topic);
    if (others === undefined) messages.set(topic, [message]);
    else others.push(message);
  }
  return [...messages].map(([topic, ofTopic]) => ({ topic, messages: ofTopic }));
}
