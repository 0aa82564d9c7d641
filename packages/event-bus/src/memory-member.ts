import { handlerFailed, isBusError, rebalancing } from './errors.ts';
import type { MemoryLog } from './memory-log.ts';
import type { Batch, BusRecord, ConsumerHandlers } from './ports.ts';

/** Where one topic partition of this member stands, until the next assignment. */
interface Position {
  readonly topic: string;
  readonly partition: number;
  next: number;
  /** Rises with each seek: a batch fetched under another number is stale. */
  seeks: number;
  isBusy: boolean;
}

interface MemberOptions {
  readonly memberId: string;
  readonly topics: readonly string[];
  readonly handlers: ConsumerHandlers;
  readonly log: MemoryLog;
  readonly batchRecords: number;
  readonly isRebalancing: () => boolean;
  readonly onCrash: () => void;
}

/** One member of a group of the in-memory twin: feeds its handlers from the positions it owns. */
export class MemoryMember {
  readonly memberId: string;
  readonly topics: readonly string[];
  owned: readonly number[] = [];
  readonly #options: MemberOptions;
  #positions = new Map<string, Position>();
  #running = 0;
  #idle = Promise.withResolvers<void>();
  #state: 'running' | 'stopping' | 'crashed' = 'running';

  constructor(options: MemberOptions) {
    this.memberId = options.memberId;
    this.topics = options.topics;
    this.#options = options;
    this.#idle.resolve();
  }

  isRunning(): boolean {
    return this.#state === 'running';
  }

  /** Resolves when no handler is at work. */
  idle(): Promise<void> {
    return this.#idle.promise;
  }

  assign(owned: readonly number[], startOf: (topic: string, partition: number) => number): void {
    if (this.#state !== 'running') return;
    this.owned = owned;
    this.#positions = new Map();
    for (const topic of this.topics) {
      const count = this.#options.log.partitionCount(topic);
      for (const partition of owned.filter((p) => p < count)) {
        const next = startOf(topic, partition);
        const position = { topic, partition, next, seeks: 0, isBusy: false };
        this.#positions.set(`${topic}/${partition}`, position);
      }
    }
    try {
      this.#options.handlers.onJoin(owned);
    } catch (error) {
      this.#crash(error);
    }
    // Fetching starts at the group's offsets at once, as in Kafka: a seek may come too late for it.
    for (const position of this.#positions.values()) this.#pokeSoon(position);
  }

  /** Forgets the assignment; batches at hand become stale. */
  lose(): void {
    this.owned = [];
    this.#positions = new Map();
  }

  seek(topic: string, partition: number, offset: number): void {
    const position = this.#positions.get(`${topic}/${partition}`);
    if (position === undefined) return;
    position.next = offset;
    position.seeks += 1;
    this.#pokeSoon(position);
  }

  async stop(): Promise<void> {
    if (this.#state === 'running') this.#state = 'stopping';
    await this.idle();
    this.lose();
  }

  poke(topic: string, partition: number): void {
    const position = this.#positions.get(`${topic}/${partition}`);
    if (position !== undefined) this.#pokeSoon(position);
  }

  #pokeSoon(position: Position): void {
    this.#options.log.soon(() => this.#fetch(position));
  }

  #isOwned(position: Position): boolean {
    return this.#positions.get(`${position.topic}/${position.partition}`) === position;
  }

  #fetch(position: Position): void {
    if (this.#state !== 'running' || this.#options.isRebalancing()) return;
    if (position.isBusy || !this.#isOwned(position)) return;
    const { log, batchRecords } = this.#options;
    const { topic, partition } = position;
    // Kafka's client goes back to the start when asked for an offset that the log does not have.
    if (position.next > log.end(topic, partition)) position.next = 0;
    const records = log.slice(topic, partition, position.next, batchRecords);
    if (records.length > 0) void this.#handle(position, records);
  }

  async #handle(position: Position, records: readonly BusRecord[]): Promise<void> {
    position.isBusy = true;
    if (this.#running === 0) this.#idle = Promise.withResolvers();
    this.#running += 1;
    try {
      await this.#options.handlers.onBatch(this.#batch(position, records));
    } catch (error) {
      if (!isBusError(error, 'REBALANCING')) this.#crash(error);
    }
    position.isBusy = false;
    this.#running -= 1;
    if (this.#running === 0) this.#idle.resolve();
    this.#pokeSoon(position);
  }

  #batch(position: Position, records: readonly BusRecord[]): Batch {
    const { topic, partition, seeks } = position;
    const isStale = (): boolean => !this.#isOwned(position) || position.seeks !== seeks;
    return {
      topic,
      partition,
      records,
      fetchedFrom: position.next,
      logEnd: this.#options.log.end(topic, partition),
      heartbeat: async () => {
        if (this.#options.isRebalancing() || !this.#isOwned(position)) throw rebalancing();
      },
      resolve: (nextOffset) => {
        if (!isStale()) position.next = nextOffset;
      },
      isStale,
    };
  }

  #crash(cause: unknown): void {
    if (this.#state === 'crashed') return;
    this.#state = 'crashed';
    this.lose();
    this.#options.onCrash();
    this.#options.handlers.onCrash(handlerFailed(cause));
  }
}
