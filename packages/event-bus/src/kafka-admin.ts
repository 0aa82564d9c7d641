import type { Admin } from 'kafkajs';
import { partitionMismatch, unknownTopic } from './errors.ts';
import { busErrorOf, type KafkaContext, kafkaClient } from './kafka-client.ts';
import type { PartitionEnds, TopicSpec } from './ports.ts';
import { retryUntil } from './retry.ts';

/** Topics and their ends. Connects at first use; a client that failed is replaced. */
export class KafkaAdmin {
  readonly #context: KafkaContext;
  #admin: Promise<Admin> | undefined;
  #clusterId: string | undefined;

  constructor(context: KafkaContext) {
    this.#context = context;
  }

  async clusterId(): Promise<string> {
    this.#clusterId ??= await this.#ask('the cluster', async (admin) => {
      return (await admin.describeCluster()).clusterId;
    });
    return this.#clusterId;
  }

  async ensureTopics(specs: readonly TopicSpec[]): Promise<void> {
    await this.#ask(specs.map(({ name }) => name).join(', '), async (admin) => {
      const existing = await partitionCounts(admin);
      const missing = specs.filter(({ name, partitions }) => {
        const count = existing.get(name);
        if (count !== undefined && count !== partitions) {
          throw partitionMismatch(name, count, partitions);
        }
        return count === undefined;
      });
      if (missing.length === 0) return;
      // False when another process was faster: its topics are then checked like any other.
      const { brokers } = await admin.describeCluster();
      const topics = missing.map((spec) => topicConfig(spec, brokers.length));
      if (await admin.createTopics({ topics })) return;
      await this.ensureTopics(specs);
    });
  }

  async partitionCount(topic: string): Promise<number> {
    return await this.#ask(topic, async (admin) => {
      const count = (await partitionCounts(admin)).get(topic);
      if (count === undefined) throw unknownTopic(topic);
      return count;
    });
  }

  async ends(topic: string): Promise<readonly PartitionEnds[]> {
    return await this.#ask(topic, async (admin) => {
      const offsets = await admin.fetchTopicOffsets(topic);
      return offsets
        .map(({ partition, low, high }) => ({ partition, start: Number(low), end: Number(high) }))
        .sort((a, b) => a.partition - b.partition);
    });
  }

  async close(): Promise<void> {
    const admin = await this.#admin?.catch(() => undefined);
    this.#admin = undefined;
    await admin?.disconnect();
  }

  async #ask<T>(topic: string, question: (admin: Admin) => Promise<T>): Promise<T> {
    const { clock, deadlineMs } = this.#context;
    return await retryUntil({ clock, deadlineMs, what: `ask Kafka about ${topic}` }, async () => {
      const connecting = this.#admin ?? this.#connect();
      this.#admin = connecting;
      try {
        return await question(await connecting);
      } catch (error) {
        if (this.#admin === connecting) this.#admin = undefined;
        void connecting.then((admin) => admin.disconnect()).catch(() => {});
        throw busErrorOf(error, topic);
      }
    });
  }

  async #connect(): Promise<Admin> {
    // Our own loop retries, with a deadline; kafkajs would repeat an unknown topic for seconds.
    const admin = kafkaClient(this.#context).admin({ retry: { retries: 0 } });
    await admin.connect();
    return admin;
  }
}

async function partitionCounts(admin: Admin): Promise<ReadonlyMap<string, number>> {
  const { topics } = await admin.fetchTopicMetadata();
  return new Map(topics.map(({ name, partitions }) => [name, partitions.length]));
}

function topicConfig({ name, partitions, config }: TopicSpec, brokers: number) {
  return {
    topic: name,
    numPartitions: partitions,
    // The broker's own default cannot be asked for in the protocol version that kafkajs speaks.
    replicationFactor: Math.min(3, brokers),
    configEntries: Object.entries(config).map(([key, value]) => ({ name: key, value })),
  };
}
