import type { Cluster } from 'kafkajs';
import { BusError, unknownTopic } from './errors.ts';
import { busErrorOf, causesOf, KafkaClient, type KafkaContext } from './kafka-client.ts';
import type { Bus, BusRecord } from './ports.ts';
import { type FetchedPartition, isOpen, type ReadCursor, takeFetched } from './read-cursor.ts';
import { retryUntil } from './retry.ts';

type ReadOptions = Parameters<Bus['read']>[0];

/** Bytes that one fetch may bring of a partition, and of one that is fetched alone to be sure. */
const fetchBytes = { usual: 1024 * 1024, alone: 16 * 1024 * 1024 } as const;
const fetchWaitMs = 100;

interface FetchResponse {
  readonly clientSideThrottleTime?: number;
  readonly responses: readonly {
    readonly topicName: string;
    readonly partitions: readonly FetchedPartition[];
  }[];
}

/** `Bus.read` on Kafka. Ends quietly when `closed` aborts, as when the caller's signal does. */
export async function readKafka(
  context: KafkaContext,
  options: ReadOptions,
  closed: AbortSignal,
): Promise<void> {
  const isOver = (): boolean => closed.aborted || options.signal?.aborted === true;
  const reader = new KafkaReader(context, options);
  try {
    await reader.open();
    while (!isOver() && reader.hasMore()) {
      for (const record of await reader.fetch()) {
        if (isOver()) return;
        const handling = options.onRecord(record);
        // Most readers answer at once; a turn of the loop for each record would double its price.
        if (handling !== undefined) await handling;
      }
    }
  } finally {
    await reader.close();
  }
}

/**
 * Fetches from the leaders directly, without joining a group: a group would cost a rebalance delay
 * of seconds per read, leave its name behind after a crash, and never end on a topic whose last
 * records were compacted away.
 */
class KafkaReader {
  readonly #context: KafkaContext;
  readonly #options: ReadOptions;
  readonly #client: KafkaClient;
  readonly #cluster: Cluster;
  #cursors: readonly ReadCursor[] = [];

  constructor(context: KafkaContext, options: ReadOptions) {
    this.#context = context;
    this.#options = options;
    this.#client = new KafkaClient(context, 2);
    this.#cluster = clusterOf(this.#client);
  }

  hasMore(): boolean {
    return this.#cursors.some(isOpen);
  }

  async open(): Promise<void> {
    const topics = [...this.#options.topics];
    await this.#retry(async () => {
      await this.#cluster.connect();
      await this.#cluster.addMultipleTargetTopics(topics);
      this.#cursors = (await Promise.all(topics.map((topic) => this.#cursorsOf(topic)))).flat();
    });
  }

  async close(): Promise<void> {
    try {
      await this.#cluster.disconnect();
    } catch (error) {
      this.#context.log.debug('A reader did not leave cleanly', { error });
    }
    this.#client.cut();
  }

  /** The next records of every partition, those of one in order. */
  async fetch(): Promise<readonly BusRecord[]> {
    return await this.#retry(async () => {
      const suspect = this.#cursors.find((cursor) => isOpen(cursor) && cursor.isSuspect);
      const cursors = suspect === undefined ? this.#cursors.filter(isOpen) : [suspect];
      const byLeader = Map.groupBy(cursors, (cursor) => this.#leaderOf(cursor));
      const fetches = [...byLeader].map(([nodeId, ofLeader]) => this.#fetchFrom(nodeId, ofLeader));
      return (await Promise.all(fetches)).flat();
    });
  }

  async #cursorsOf(topic: string): Promise<ReadCursor[]> {
    const { partitions: wanted, from, untilEnd } = this.#options;
    const existing = this.#cluster.findTopicPartitionMetadata(topic).map((one) => one.partitionId);
    if (existing.length === 0) throw unknownTopic(topic);
    const partitions = existing.filter((p) => wanted === undefined || wanted.includes(p));
    const starts = await this.#offsets(topic, partitions, true);
    const ends = await this.#offsets(topic, partitions, false);
    return partitions.map((partition) => {
      const end = ends.get(partition) ?? 0;
      const next = from === 'end' ? end : (starts.get(partition) ?? 0);
      const until = untilEnd === true ? end : Number.POSITIVE_INFINITY;
      return { topic, partition, next, until, isSuspect: false };
    });
  }

  async #offsets(
    topic: string,
    partitions: readonly number[],
    fromBeginning: boolean,
  ): Promise<ReadonlyMap<number, number>> {
    const asked = partitions.map((partition) => ({ partition }));
    const [answer] = await this.#cluster.fetchTopicsOffset([
      { topic, partitions: asked, fromBeginning },
    ]);
    return new Map(answer?.partitions.map(({ partition, offset }) => [partition, Number(offset)]));
  }

  #leaderOf({ topic, partition }: ReadCursor): string {
    const [leader] = Object.keys(this.#cluster.findLeaderForPartitions(topic, [partition]));
    if (leader === undefined) throw new BusError('UNAVAILABLE', `${topic} has lost a partition`);
    return leader;
  }

  async #fetchFrom(nodeId: string, cursors: readonly ReadCursor[]): Promise<BusRecord[]> {
    const isAlone = cursors.some(({ isSuspect }) => isSuspect);
    const maxBytes = isAlone ? fetchBytes.alone : fetchBytes.usual;
    const broker = await this.#cluster.findBroker({ nodeId });
    const byTopic = Map.groupBy(cursors, ({ topic }) => topic);
    const response: FetchResponse = await broker.fetch({
      maxWaitTime: fetchWaitMs,
      minBytes: 1,
      maxBytes: maxBytes * cursors.length,
      isolationLevel: 1,
      topics: [...byTopic].map(([topic, ofTopic]) => ({
        topic,
        partitions: ofTopic.map(({ partition, next }) => {
          return { partition, fetchOffset: String(next), maxBytes };
        }),
      })),
      rackId: '',
    });
    // A broker that holds a client back answers with nothing, which then proves nothing.
    const isThrottled = (response.clientSideThrottleTime ?? 0) > 0;
    return response.responses.flatMap(({ topicName, partitions }) =>
      partitions.flatMap((fetched) => {
        const cursor = byTopic.get(topicName)?.find((one) => one.partition === fetched.partition);
        return cursor === undefined ? [] : takeFetched(cursor, fetched, isThrottled);
      }),
    );
  }

  async #retry<T>(attempt: () => Promise<T>): Promise<T> {
    const { clock, deadlineMs } = this.#context;
    const topics = this.#options.topics.join(', ');
    return await retryUntil({ clock, deadlineMs, what: `read ${topics}` }, async () => {
      try {
        return await attempt();
      } catch (error) {
        await this.#recover(error);
        throw busErrorOf(error, topics, `Read on ${topics}`);
      }
    });
  }

  /** Makes ready for the next attempt: new addresses, leaders, or a start that has moved on. */
  async #recover(error: unknown): Promise<void> {
    const known = causesOf(error).map(
      (one) => one as { name?: string; host?: string; port?: number; topic?: string },
    );
    const gone = known.find((one) => one.name === 'KafkaJSConnectionClosedError');
    if (gone?.host !== undefined && gone.port !== undefined) {
      this.#cluster.removeBroker({ host: gone.host, port: gone.port });
    }
    try {
      await this.#cluster.refreshMetadata();
      if (known.some((one) => one.name === 'KafkaJSOffsetOutOfRange')) await this.#skipDeleted();
    } catch {
      // Still away: the next attempt says so.
    }
  }

  /** Retention has deleted what would have come next. */
  async #skipDeleted(): Promise<void> {
    for (const cursor of this.#cursors) {
      const starts = await this.#offsets(cursor.topic, [cursor.partition], true);
      cursor.next = Math.max(cursor.next, starts.get(cursor.partition) ?? 0);
    }
  }
}

/** The connections and metadata of a consumer that never joins: kafkajs gives them to assigners. */
function clusterOf({ kafka }: KafkaClient): Cluster {
  const found: Cluster[] = [];
  kafka.consumer({
    groupId: 'unused',
    allowAutoTopicCreation: false,
    partitionAssigners: [
      ({ cluster }) => {
        found.push(cluster);
        return {
          name: 'unused',
          version: 0,
          assign: async () => [],
          protocol: () => ({ name: 'unused', metadata: Buffer.alloc(0) }),
        };
      },
    ],
  });
  const [cluster] = found;
  if (cluster === undefined) throw new BusError('CLIENT_CHANGED', 'kafkajs gives no cluster');
  return cluster;
}
