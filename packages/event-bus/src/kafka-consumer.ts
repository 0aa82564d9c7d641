import type { Consumer, ConsumerCrashEvent, EachBatchPayload } from 'kafkajs';
import { coPartitionAssigner } from './co-partition-assigner.ts';
import { BusError, handlerFailed, isBusError, messageOf, rebalancing } from './errors.ts';
import { busErrorOf, causesOf, KafkaClient, type KafkaContext } from './kafka-client.ts';
import { busRecord } from './kafka-record.ts';
import type { Batch, BusConsumer, ConsumerHandlers } from './ports.ts';
import { retryUntil } from './retry.ts';

export interface ConsumeOptions {
  readonly groupId: string;
  readonly topics: readonly string[];
  /** Topic partitions that one member may own: so many batches can be at work. */
  readonly topicPartitions: number;
  readonly handlers: ConsumerHandlers;
  readonly sessionTimeoutMs: number;
  readonly heartbeatMs: number;
  readonly fetchWaitMs: number;
  readonly fetchBytesPerPartition: number;
}

/** Joins the group; handlers are called from the next turn of the event loop on. */
export async function startKafkaConsumer(
  context: KafkaContext,
  options: ConsumeOptions,
): Promise<BusConsumer> {
  const { clock, deadlineMs } = context;
  const retry = { clock, deadlineMs, what: `consume ${options.topics.join(', ')}` };
  const consumer = await retryUntil(retry, async () => {
    const attempt = new KafkaGroupConsumer(context, options);
    try {
      await attempt.start();
      return attempt;
    } catch (error) {
      await attempt.stop();
      throw consumeError(error, options);
    }
  });
  return consumer;
}

function consumeError(error: unknown, options: ConsumeOptions): BusError {
  return busErrorOf(error, options.topics.join(', '), neededBy(options));
}

function neededBy({ topics, groupId }: ConsumeOptions): string {
  return `Read on ${topics.join(', ')} and on the group ${groupId}`;
}

class KafkaGroupConsumer implements BusConsumer {
  readonly #context: KafkaContext;
  readonly #options: ConsumeOptions;
  readonly #client: KafkaClient;
  readonly #consumer: Consumer;
  /** Handlers wait for it, so that nobody is called before `consume` has answered. */
  readonly #answered = Promise.withResolvers<void>();
  #owned: readonly number[] = [];
  /** Rises with each join: batches of another number are stale. */
  #joins = 0;
  #failure: BusError | undefined;

  constructor(context: KafkaContext, options: ConsumeOptions) {
    this.#context = context;
    this.#options = options;
    this.#client = new KafkaClient(context, 5);
    this.#consumer = this.#client.kafka.consumer({
      groupId: options.groupId,
      partitionAssigners: [coPartitionAssigner(() => this.#owned)],
      sessionTimeout: options.sessionTimeoutMs,
      rebalanceTimeout: options.sessionTimeoutMs * 3,
      heartbeatInterval: options.heartbeatMs,
      maxWaitTimeInMs: options.fetchWaitMs,
      minBytes: 1,
      maxBytesPerPartition: options.fetchBytesPerPartition,
      maxBytes: options.fetchBytesPerPartition * options.topicPartitions,
      allowAutoTopicCreation: false,
      retry: {
        retries: 8,
        initialRetryTime: 100,
        maxRetryTime: 1_000,
        // A broker that went away and came back is no reason to end; a failed handler is (K11).
        restartOnFailure: async () => this.#failure === undefined,
      },
    });
  }

  async start(): Promise<void> {
    const { topics, topicPartitions } = this.#options;
    const { GROUP_JOIN, CRASH } = this.#consumer.events;
    this.#consumer.on(GROUP_JOIN, ({ payload }) => this.#joined(payload.memberAssignment));
    this.#consumer.on(CRASH, (event) => this.#crashed(event));
    await this.#consumer.connect();
    await this.#consumer.subscribe({ topics: [...topics], fromBeginning: true });
    await this.#consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: topicPartitions,
      eachBatch: (payload) => this.#handle(payload),
    });
    setImmediate(() => this.#answered.resolve());
  }

  seek(topic: string, partition: number, offset: number): void {
    // kafkajs would keep it and apply it when the partition comes one day.
    if (!this.#owned.includes(partition)) return;
    this.#consumer.seek({ topic, partition, offset: String(offset) });
  }

  async commit(offsets: Parameters<BusConsumer['commit']>[0]): Promise<void> {
    try {
      await this.#consumer.commitOffsets(
        offsets.map(({ topic, partition, offset }) => ({
          topic,
          partition,
          offset: String(offset),
        })),
      );
    } catch (error) {
      throw rebalancing(error);
    }
  }

  async stop(): Promise<void> {
    try {
      await this.#consumer.disconnect();
    } catch (error) {
      this.#context.log.debug('A consumer did not leave cleanly', { error });
    }
    this.#client.cut();
  }

  #joined(assignment: Readonly<Record<string, readonly number[]>>): void {
    this.#joins += 1;
    const owned = [...new Set(Object.values(assignment).flat())].sort((a, b) => a - b);
    this.#owned = owned;
    void this.#answered.promise.then(() => {
      try {
        this.#options.handlers.onJoin(owned);
      } catch (error) {
        this.#failure = handlerFailed(error);
        void this.stop();
        this.#options.handlers.onCrash(this.#failure);
      }
    });
  }

  #crashed({ payload }: ConsumerCrashEvent): void {
    this.#joins += 1;
    this.#owned = [];
    const { log } = this.#context;
    if (payload.restart && this.#failure === undefined) {
      log.warn('A consumer lost its brokers and joins again', { error: payload.error });
      return;
    }
    this.#client.cut();
    const error = this.#failure ?? this.#lost(payload.error);
    void this.#answered.promise.then(() => this.#options.handlers.onCrash(error));
  }

  #lost(cause: unknown): BusError {
    const known = consumeError(cause, this.#options);
    if (!known.retriable) return known;
    // Why no broker names one, kafkajs does not tell: to a login without the right none does.
    const isWithoutCoordinator = causesOf(cause).some(
      (one) => (one as { name?: unknown }).name === 'KafkaJSGroupCoordinatorNotFound',
    );
    const hint = isWithoutCoordinator
      ? `. If Kafka is well, grant this login ${neededBy(this.#options)}`
      : '';
    return new BusError('CONSUMER_LOST', `the consumer ended: ${messageOf(cause)}${hint}`, cause);
  }

  async #handle(payload: EachBatchPayload): Promise<void> {
    await this.#answered.promise;
    const batch = this.#batch(payload);
    if (batch.isStale()) return;
    try {
      await this.#options.handlers.onBatch(batch);
    } catch (error) {
      // What a heartbeat rejected with goes back to kafkajs, which joins again.
      if (isBusError(error, 'REBALANCING')) throw causesOf(error).at(1) ?? error;
      this.#failure ??= handlerFailed(error);
      throw this.#failure;
    }
  }

  #batch({ batch, heartbeat, isStale, resolveOffset }: EachBatchPayload): Batch {
    const { topic, partition, messages } = batch;
    const { fetchedOffset } = batch as unknown as { fetchedOffset: string };
    const joins = this.#joins;
    const isStaleNow = (): boolean =>
      this.#joins !== joins || !this.#owned.includes(partition) || isStale();
    return {
      topic,
      partition,
      records: messages.map((message) => busRecord(topic, partition, message)),
      fetchedFrom: Number(fetchedOffset),
      logEnd: Number(batch.highWatermark),
      heartbeat: async () => {
        if (this.#joins !== joins) throw rebalancing();
        await heartbeat().catch((error: unknown) => {
          throw rebalancing(error);
        });
      },
      resolve: (nextOffset) => {
        if (!isStaleNow()) resolveOffset(String(nextOffset - 1));
      },
      isStale: isStaleNow,
    };
  }
}
