import type { Admin } from 'kafkajs';
import { partitionMismatch, unknownTopic } from './errors.ts';
import { busErrorOf, KafkaClient, type KafkaContext } from './kafka-client.ts';
import type { PartitionEnds, TopicSpec } from './ports.ts';
import { retryUntil } from './retry.ts';

interface Connection {
  readonly client: KafkaClient;
  readonly admin: Admin;
  readonly connected: Promise<void>;
}

/** Topics and their ends. Connects at first use; a client that failed is replaced. */
export class KafkaAdmin {
  readonly #context: KafkaContext;
  #connection: Connection | undefined;
  #clusterId: string | undefined;

  constructor(context: KafkaContext) {
    this.#context = context;
  }

  async clusterId(): Promise<string> {
    this.#clusterId ??= await this.#ask('the cluster', undefined, async (admin) => {
      return (await admin.describeCluster()).clusterId;
    });
    return this.#clusterId;
  }

  async ensureTopics(specs: readonly TopicSpec[]): Promise<void> {
    const names = specs.map(({ name }) => name).join(', ');
    await this.#ask(names, `Create on ${names}`, async (admin) => {
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
    return await this.#ask(topic, `Read on ${topic}`, async (admin) => {
      // Asked for by name: in a list of all topics those that one may not see are left out.
      const count = (await partitionCounts(admin, [topic])).get(topic);
      if (count === undefined) throw unknownTopic(topic);
      return count;
    });
  }

  async ends(topic: string): Promise<readonly PartitionEnds[]> {
    return await this.#ask(topic, undefined, async (admin) => {
      const offsets = await admin.fetchTopicOffsets(topic);
      return offsets
        .map(({ partition, low, high }) => ({ partition, start: Number(low), end: Number(high) }))
        .sort((a, b) => a.partition - b.partition);
    });
  }

  async committed(groupId: string, topic: string): Promise<ReadonlyMap<number, number>> {
    return await this.#ask(topic, `Read on ${topic} and on the group ${groupId}`, async (admin) => {
      const [found] = await admin.fetchOffsets({ groupId, topics: [topic] });
      const stored = (found?.partitions ?? []).filter(({ offset }) => Number(offset) >= 0);
      return new Map(stored.map(({ partition, offset }) => [partition, Number(offset)]));
    });
  }

  async close(): Promise<void> {
    const connection = this.#connection;
    this.#connection = undefined;
    if (connection !== undefined) await this.#leave(connection);
  }

  async #ask<T>(
    topic: string,
    needed: string | undefined,
    question: (admin: Admin) => Promise<T>,
  ): Promise<T> {
    const { clock, deadlineMs } = this.#context;
    return await retryUntil({ clock, deadlineMs, what: `ask Kafka about ${topic}` }, async () => {
      const connection = this.#connection ?? this.#connect();
      this.#connection = connection;
      try {
        await connection.connected;
        return await question(connection.admin);
      } catch (error) {
        const known = busErrorOf(error, topic, needed);
        if (known.retriable && this.#connection === connection) {
          this.#connection = undefined;
          connection.client.cut();
        }
        throw known;
      }
    });
  }

  #connect(): Connection {
    // Our own loop retries, with a deadline; kafkajs would repeat an unknown topic for seconds.
    const client = new KafkaClient(this.#context, 0);
    const admin = client.kafka.admin({ retry: { retries: 0 } });
    return { client, admin, connected: admin.connect() };
  }

  async #leave({ admin, client, connected }: Connection): Promise<void> {
    try {
      await connected;
      await admin.disconnect();
    } catch (error) {
      this.#context.log.debug('An admin client did not leave cleanly', { error });
    }
    client.cut();
  }
}

/** Of these topics, or of all that there are. */
async function partitionCounts(
  admin: Admin,
  names: string[] = [],
): Promise<ReadonlyMap<string, number>> {
  const { topics } = await admin.fetchTopicMetadata({ topics: names });
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
