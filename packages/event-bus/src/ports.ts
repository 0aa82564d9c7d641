/** A record as read. Offsets fit a safe integer (2^53 records in one partition is out of reach). */
export interface BusRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly key: string | null;
  /** May share memory with the whole fetch: copy what is kept for long. */
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, string>>;
  /** Broker or producer time stamp, epoch milliseconds. Never a business time. */
  readonly timestampMs: number;
}

/** A record to write. It names a partition or has a key (K3): a keyless retry lands elsewhere. */
export interface OutgoingRecord {
  readonly topic: string;
  readonly partition?: number;
  readonly key: string | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, string>>;
}

export interface BusProducer {
  /**
   * Resolves when all in-sync replicas hold every record. Callers that wait are merged into the
   * next send; one send is outstanding at a time (K1). Transient faults are retried with a fresh
   * client (K2) until the deadline (K4); then it rejects with a retriable `BusError`, and the
   * records may or may not be in the log. Rejects at once with `QUEUE_FULL` when too much waits.
   */
  send(records: readonly OutgoingRecord[]): Promise<void>;
  close(): Promise<void>;
}

/** One fetched run of consecutive records of one topic partition. */
export interface Batch {
  readonly topic: string;
  readonly partition: number;
  readonly records: readonly BusRecord[];
  /** Offset that the fetch asked for. The first record may lie above it: compaction leaves gaps. */
  readonly fetchedFrom: number;
  /** Offset that the next appended record will get. */
  readonly logEnd: number;
  /** Keeps the membership alive between chunks (K10). Rejects when a rebalance is under way. */
  heartbeat(): Promise<void>;
  /** Fetching goes on at `nextOffset`. What is not resolved is fetched again. */
  resolve(nextOffset: number): void;
  /** True once the member lost the partition or sought elsewhere: drop what is left. */
  isStale(): boolean;
}

export interface ConsumerHandlers {
  /**
   * After each join, with every partition number now owned (the same for all topics:
   * co-partitioned), idle ones too. Nobody awaits it: the first batches may arrive before it is
   * done.
   */
  onJoin(partitions: readonly number[]): void;
  /** Batches of one topic partition never overlap; different ones do. Throws only to stop. */
  onBatch(batch: Batch): Promise<void>;
  /** The consumer died and will not come back by itself (K11). The process should exit 1. */
  onCrash(error: Error): void;
}

export interface BusConsumer {
  seek(topic: string, partition: number, offset: number): void;
  /** A hint for lag tools; the truth is in the state store (K9). */
  commit(offsets: readonly { topic: string; partition: number; offset: number }[]): Promise<void>;
  /** Finishes the batch at hand, leaves the group at once. */
  stop(): Promise<void>;
}

export interface TopicSpec {
  readonly name: string;
  readonly partitions: number;
  readonly config: Readonly<Record<string, string>>;
}

export interface PartitionEnds {
  readonly partition: number;
  /** First offset still kept. */
  readonly start: number;
  /** Offset that the next record will get. */
  readonly end: number;
}

/** The only door to Kafka. `createKafkaBus` is the real one, `createMemoryBus` its twin. */
export interface Bus {
  clusterId(): Promise<string>;
  /** Creates what is missing; refuses when an existing topic's partition count differs. */
  ensureTopics(specs: readonly TopicSpec[]): Promise<void>;
  ends(topic: string): Promise<readonly PartitionEnds[]>;
  /** By partition, what a group's consumers committed last; none where they never did. */
  committed(groupId: string, topic: string): Promise<ReadonlyMap<number, number>>;
  /** `deadlineMs`: how long a send may take, where somebody waits for it. */
  producer(name: string, options?: { readonly deadlineMs?: number }): BusProducer;
  /** No handler is called before the answer is there: `onJoin` may use the consumer. */
  consume(options: {
    readonly groupId: string;
    readonly topics: readonly string[];
    readonly handlers: ConsumerHandlers;
  }): Promise<BusConsumer>;
  /**
   * Reads without a group. From the start (or `from`), one record at a time and in order per
   * partition; `untilEnd` stops at the ends as they were at the call, else runs until `signal`.
   */
  read(options: {
    readonly topics: readonly string[];
    readonly partitions?: readonly number[];
    readonly from?: 'start' | 'end';
    readonly untilEnd?: boolean;
    readonly signal?: AbortSignal;
    onRecord(record: BusRecord): void | Promise<void>;
  }): Promise<void>;
  close(): Promise<void>;
}
