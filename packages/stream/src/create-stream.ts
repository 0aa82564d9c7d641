import { type Clock, repeat } from '@duewatch/config';
import type {
  Bus,
  BusConsumer,
  BusProducer,
  BusRecord,
  DeadLetterCause,
} from '@duewatch/event-bus';
import type { Log } from '@duewatch/telemetry';
import { isRetriable } from './errors.ts';
import type { StreamLogic } from './logic.ts';
import type { FoldCounters } from './partition-state.ts';
import { PartitionWorker } from './partition-worker.ts';
import type { CommitPoint, PartitionStore, PendingOutput } from './store.ts';
import { type Progress, watchProgress } from './watchdog.ts';

export interface StreamOptions<E> {
  /** Consumer group, and the name that its state is kept under. */
  readonly name: string;
  /** Co-partitioned topics; the first is the one that carries broadcasts. */
  readonly inputs: readonly string[];
  readonly logic: StreamLogic<E>;
  readonly bus: Bus;
  readonly store: PartitionStore;
  readonly clock: Clock;
  readonly log: Log;
  toDeadLetter(record: BusRecord, cause: DeadLetterCause): PendingOutput;
  /** Runs before records are decoded, e.g. to learn schemas. Rejects with a retriable error. */
  prepare?(records: readonly BusRecord[]): Promise<void>;
  /** Runs on each opening of a partition before anything of it is folded. */
  onOpened?(partition: number): Promise<void>;
  onPublished?(partition: number): void;
  onClosed?(partition: number): void;
  /** The stream cannot go on; the process should end with a failure. */
  onFatal(error: Error): void;
  readonly generation?: number;
  /** Most records of a commit. Larger is faster and holds back outputs of the chunk for longer. */
  readonly chunkRecords?: number;
  readonly sweepKeys?: number;
  /**
   * Memory for decoded values, shared evenly by the owned partitions. Old ones are let go, and what
   * is folded at a time needs at most half of it.
   */
  readonly cacheMegabytes?: number;
  readonly auditEveryMs?: number;
}

export interface StreamStatus {
  readonly ready: boolean;
  readonly partitions: readonly number[];
  /** Input records of owned partitions that are not folded yet. */
  readonly lag: number;
  /** Broadcasts of owned partitions that have not reached every key. */
  readonly pendingBroadcasts: number;
  /** Owned partitions with outputs that Kafka has not acknowledged. */
  readonly unpublished: number;
  readonly folded: number;
  readonly emitted: number;
  readonly commits: number;
  readonly skipped: Readonly<Record<string, number>>;
  readonly deadLetters: Readonly<Record<string, number>>;
}

export interface Stream {
  start(): Promise<void>;
  /** Ends after the chunk at hand and leaves the group. */
  stop(): Promise<void>;
  /**
   * Why it cannot work yet, or any more; undefined once it has joined, every partition that it owns
   * is open and the store answers. Asks nobody.
   */
  unready(): string | undefined;
  status(): Promise<StreamStatus>;
}

/**
 * Folds input topics into partition-owned state, effectively once: state, input offsets and
 * unpublished outputs of a chunk commit together, and only then are the outputs published.
 */
export function createStream<E>(options: StreamOptions<E>): Stream {
  return new PartitionedStream(options);
}

const AUDIT_EVERY_MS = 1_000;
const MEGABYTE = 1_048_576;

type Hint = Parameters<BusConsumer['commit']>[0][number];

class PartitionedStream<E> implements Stream {
  private readonly options: StreamOptions<E>;
  private readonly workers = new Map<number, PartitionWorker<E>>();
  /** By partition, as of its last publication: read later it might be ahead of that. */
  private readonly published = new Map<number, readonly Hint[]>();
  private readonly producer: BusProducer;
  private readonly counters: FoldCounters = {
    folded: 0,
    emitted: 0,
    commits: 0,
    skipped: new Map(),
    deadLetters: new Map(),
  };
  private consumer: BusConsumer | undefined;
  private clusterId = '';
  private isStopped = false;
  private hasJoined = false;
  /** Why the last audit got no answer. */
  private storeAway: string | undefined;
  private cancelAudit: () => void = () => undefined;
  private endWatch: () => void = () => undefined;

  constructor(options: StreamOptions<E>) {
    this.options = options;
    this.producer = options.bus.producer(options.name);
  }

  async start(): Promise<void> {
    const { bus, name, inputs } = this.options;
    this.clusterId = await bus.clusterId();
    this.consumer = await bus.consume({
      groupId: name,
      topics: inputs,
      handlers: {
        onJoin: (partitions) => {
          this.hasJoined = true;
          this.own(partitions);
        },
        onBatch: async (batch) => this.workers.get(batch.partition)?.onBatch(batch),
        onCrash: (error) => this.fail(error),
      },
    });
    const { clock, auditEveryMs = AUDIT_EVERY_MS } = this.options;
    this.cancelAudit = repeat(clock, auditEveryMs, async () => {
      await this.audit();
      if (this.isStopped) return;
      // Afterwards, because a partition whose timers run is not at rest.
      for (const worker of this.workers.values()) worker.runTimers();
    });
    this.endWatch = watchProgress({
      clock,
      look: () => this.progress(),
      onStuck: (error) => this.fail(error),
    });
  }

  async stop(): Promise<void> {
    if (this.isStopped) return;
    this.isStopped = true;
    this.cancelAudit();
    this.endWatch();
    // The consumer waits for the batch at hand, which needs its worker still open.
    await this.consumer?.stop();
    this.own([]);
    await this.producer.close();
  }

  /** A member beyond the number of partitions owns none and is ready to take over. */
  unready(): string | undefined {
    if (!this.hasJoined) return 'it has not joined its consumer group yet';
    if (this.storeAway !== undefined) return this.storeAway;
    const closed = [...this.workers].filter(([, { openedState }]) => openedState === undefined);
    if (closed.length === 0) return undefined;
    return `not open yet: partition ${closed.map(([partition]) => partition).join(', ')}`;
  }

  async status(): Promise<StreamStatus> {
    const lags = await this.lags();
    const states = [...this.workers.values()].map((worker) => worker.openedState);
    const pending = states.map((state) => state?.pendingBroadcasts.length ?? 0);
    const { folded, emitted, commits, skipped, deadLetters } = this.counters;
    return {
      ready: this.unready() === undefined,
      partitions: [...this.workers.keys()].sort((a, b) => a - b),
      lag: sum([...lags.values()]),
      pendingBroadcasts: sum(pending),
      unpublished: [...this.workers.values()].filter((worker) => worker.hasUnpublished).length,
      folded,
      emitted,
      commits,
      skipped: Object.fromEntries(skipped),
      deadLetters: Object.fromEntries(deadLetters),
    };
  }

  /** By owned partition, input records that are kept and whose fold is not committed yet. */
  private async lags(): Promise<ReadonlyMap<number, number>> {
    const { bus, inputs } = this.options;
    const lags = new Map([...this.workers.keys()].map((partition) => [partition, 0]));
    for (const topic of inputs) {
      for (const { partition, start, end } of await bus.ends(topic)) {
        const before = lags.get(partition);
        if (before === undefined) continue;
        const next = this.workers.get(partition)?.openedState?.point.offsets[topic] ?? start;
        lags.set(partition, before + Math.max(0, end - Math.max(start, next)));
      }
    }
    return lags;
  }

  private async progress(): Promise<ReadonlyMap<number, Progress>> {
    const lags = await this.lags();
    return new Map(
      [...lags].map(([partition, lag]) => {
        return [partition, { lag, steps: this.workers.get(partition)?.steps ?? 0 }];
      }),
    );
  }

  /**
   * Every join reads all owned partitions anew, also those that stayed: another may have written.
   */
  private own(partitions: readonly number[]): void {
    for (const [partition, worker] of this.workers) {
      if (partitions.includes(partition)) continue;
      worker.close();
      this.workers.delete(partition);
      this.options.onClosed?.(partition);
    }
    for (const partition of partitions) {
      const worker = this.workers.get(partition) ?? this.newWorker(partition);
      this.workers.set(partition, worker);
      worker.open();
    }
  }

  private newWorker(partition: number): PartitionWorker<E> {
    const { options } = this;
    const cacheBytes = (options.cacheMegabytes ?? 256) * MEGABYTE;
    return new PartitionWorker({
      ...options,
      partition,
      groupId: options.name,
      clusterId: this.clusterId,
      generation: options.generation ?? 0,
      chunkRecords: options.chunkRecords ?? 1_000,
      sweepKeys: options.sweepKeys ?? 500,
      cacheBytes: () => cacheBytes / this.workers.size,
      counters: this.counters,
      producer: this.producer,
      seek: (topic, at, offset) => this.consumer?.seek(topic, at, offset),
      onPublished: (at) => {
        this.published.set(at, this.hintsOf(at));
        options.onPublished?.(at);
      },
      onFatal: (error) => this.fail(error),
    });
  }

  private fail(error: Error): void {
    if (this.isStopped) return;
    this.options.log.error('stream stops', { error: error.message });
    this.options.onFatal(error);
  }

  /** Notices on idle partitions, too, that Redis went back or that another owner moved on. */
  private async audit(): Promise<void> {
    const atRest = [...this.workers].flatMap(([partition, worker]) => {
      const seen = worker.atRest();
      return seen === undefined ? [] : [{ partition, worker, seen }];
    });
    const stored = await this.commitPoints();
    for (const { partition, worker, seen } of atRest) {
      const found = stored.get(partition);
      if (found !== undefined) worker.reopenIfMoved(found, seen);
    }
    try {
      await this.commitHints();
    } catch (error) {
      if (!isRetriable(error)) this.options.log.warn('audit failed', { error: String(error) });
    }
  }

  /**
   * As stored, of every owned partition, since the question also shows whether the store answers:
   * a stream without records would not meet its silence otherwise.
   */
  private async commitPoints(): Promise<ReadonlyMap<number, CommitPoint>> {
    const { store, log } = this.options;
    try {
      const stored = await store.audit([...this.workers.keys()]);
      if (this.storeAway !== undefined) log.info('the state store answers again');
      this.storeAway = undefined;
      return stored;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (this.storeAway === undefined) {
        log.warn('the state store does not answer', { error: reason });
      }
      this.storeAway = reason;
      return new Map();
    }
  }

  /**
   * Says how far outputs are published, never beyond an unfinished broadcast: for lag tools, and
   * for an owner that finds no state, so that it tells nobody again what follows from there.
   */
  private async commitHints(): Promise<void> {
    const offsets = [...this.published.values()].flat();
    this.published.clear();
    if (offsets.length > 0) await this.consumer?.commit(offsets);
  }

  private hintsOf(partition: number): readonly Hint[] {
    const state = this.workers.get(partition)?.openedState;
    if (state === undefined) return [];
    return this.options.inputs.map((topic) => {
      const unfinished = state.pendingBroadcasts.find(({ record }) => record.topic === topic);
      const next = state.nextOffset(topic);
      return { topic, partition, offset: Math.min(next, unfinished?.record.offset ?? next) };
    });
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
