import type { BusRecord, DeadLetterCause } from '@duewatch/event-bus';
import { StreamError } from './errors.ts';
import { ChunkContext } from './fold-context.ts';
import type { FoldOutcome, Input, Need, Peek, Routing, StreamLogic } from './logic.ts';
import { StateCache } from './state-cache.ts';
import { StateLoader } from './state-loader.ts';
import type {
  CommitPoint,
  OpenedPartition,
  PartitionStore,
  PendingBroadcast,
  PendingOutput,
  StateWrite,
} from './store.ts';

/** Counted by the stream; skips and dead letters by reason. */
export interface FoldCounters {
  folded: number;
  emitted: number;
  commits: number;
  readonly skipped: Map<string, number>;
  readonly deadLetters: Map<string, number>;
}

export interface PartitionStateOptions<E> {
  readonly partition: number;
  readonly logic: StreamLogic<E>;
  readonly store: PartitionStore;
  readonly clusterId: string;
  readonly generation: number;
  /** Bytes of memory for decoded values, as of now. */
  cacheBytes(): number;
  readonly counters: FoldCounters;
  toDeadLetter(record: BusRecord, cause: DeadLetterCause): PendingOutput;
}

/** A record as it was routed. `key` is null for broadcasts, `input` for what is not folded. */
interface Arrival<E> {
  readonly record: BusRecord;
  readonly routing: Routing;
  readonly key: string | null;
  readonly input: Input<E> | null;
}

const nothing: readonly Need[] = [];

type PendingInput<E> = Input<E> & { readonly kept: PendingBroadcast };

/**
 * Load, fold and commit of one opened partition. Not safe for overlapping calls: the worker runs
 * them one after the other. Invariant: after an error it is dropped, never used again.
 */
export class PartitionState<E> {
  private readonly options: PartitionStateOptions<E>;
  private readonly logic: StreamLogic<E>;
  private readonly cache: StateCache;
  private readonly loader: StateLoader;
  private readonly context: ChunkContext;
  private readonly pending: PendingInput<E>[] = [];
  private added: PendingBroadcast[] = [];
  private dropped: PendingBroadcast[] = [];
  private committed: CommitPoint;
  private offsets: Record<string, number>;
  /** Per input topic, below which offset all that follows from the log was told before. */
  private readonly told: Readonly<Record<string, number>>;

  constructor(
    options: PartitionStateOptions<E>,
    opened: OpenedPartition,
    told: Readonly<Record<string, number>> = {},
  ) {
    this.options = options;
    this.logic = options.logic;
    this.told = told;
    this.cache = new StateCache(options.logic.collections, {
      limit: () => options.cacheBytes(),
      pinned: options.logic.pinned,
    });
    this.loader = new StateLoader(options.partition, options.store, this.cache);
    this.context = new ChunkContext(options.partition, this.cache, options.generation);
    this.committed = { offsets: opened.offsets, commits: opened.commits };
    this.offsets = { ...opened.offsets };
    for (const broadcast of opened.broadcasts) this.pending.push(this.decoded(broadcast));
  }

  get point(): CommitPoint {
    return this.committed;
  }

  get pendingBroadcasts(): readonly Input<E>[] {
    return this.pending;
  }

  /** What was loaded, with what was folded into it. */
  get peek(): Peek {
    return this.cache.peek;
  }

  /** Sets where an input topic begins that was never folded before. */
  startAt(topic: string, offset: number): void {
    this.offsets[topic] ??= offset;
  }

  nextOffset(topic: string): number {
    return this.offsets[topic] ?? 0;
  }

  async loadPinned(): Promise<void> {
    await this.load(this.logic.pinned);
  }

  /** Reads what `peek` is to find. */
  async load(needs: readonly Need[]): Promise<void> {
    await this.loader.load(needs);
  }

  /**
   * Folds the first of consecutive records of one topic, as many as there is memory for and at
   * least one; `nextOffset` tells how far it came. Nothing is stored before `commit`.
   */
  async fold(topic: string, records: readonly BusRecord[]): Promise<void> {
    // Read when they are looked at, for those that must wait are read again.
    const arrivals: Arrival<E>[] = [];
    const arrivalOf = (record: BusRecord, at: number) => (arrivals[at] ??= this.read(record));
    /** By key, whether all that its first record touches was in memory. */
    const isAtHand = new Map<string, boolean>();
    // Where the outputs of a record stand: at its offset, and as far as the other inputs are.
    const others = this.place() - this.nextOffset(topic);
    const folded = await this.loader.workOff(records, {
      needsOf: (record, at) => {
        const { key, input } = arrivalOf(record, at);
        // Only where the first record of a key lacks something are its others asked, too.
        if (key === null || input === null || isAtHand.get(key) === true) return nothing;
        const missing = this.needsOf(input, key);
        if (!isAtHand.has(key)) isAtHand.set(key, missing.length === 0);
        return missing;
      },
      attempt: (record, at) => {
        const missing = this.foldOne(arrivalOf(record, at), others);
        if (missing.length === 0) this.offsets[topic] = record.offset + 1;
        return missing;
      },
    });
    this.options.counters.folded += folded;
  }

  /**
   * Folds every pending broadcast into the first of some keys, for those that no record has
   * reached. Answers how many keys there was memory for, at least one of them.
   */
  async foldBroadcasts(keys: readonly string[]): Promise<number> {
    const before = (this.pending.at(-1)?.record.offset ?? -1) + 1;
    return await this.loader.workOff(keys, {
      needsOf: (key) => this.pendingNeedsOf(key, before),
      attempt: (key) => this.foldPending(key, before),
    });
  }

  /**
   * Lets the first keys that are due have their turn. Answers what it did, and null when nothing is
   * due; `before` is the answer of the step before, for a key that stays due would turn for ever.
   */
  async fireTimers(now: number, limit: number, before: string | null): Promise<string | null> {
    const { timers } = this.logic;
    if (timers === undefined) return null;
    const { store, partition } = this.options;
    const due = timers.due(now, this.cache.peek);
    const found = await store.lowest(partition, due, limit);
    for (const [at, { index }] of due.entries()) {
      const keys = found[at] ?? [];
      if (keys.length === 0) continue;
      // A record folded in between may have made the same keys due again.
      const step = `${this.place()} ${index} ${keys.join()}`;
      if (step === before) {
        throw new StreamError('SWEEP_STUCK', `${keys[0]} stays due in ${index} after its turn.`);
      }
      await this.loader.workOff(keys, {
        needsOf: (key) => timers.needs(key, this.cache.peek),
        attempt: (key) => {
          this.context.begin(this.place() - 1, false);
          timers.fire(key, now, index, this.context);
          return nothing;
        },
      });
      return step;
    }
    return null;
  }

  /** The oldest `count` broadcasts have reached every key that they can change. */
  retireBroadcasts(count: number): void {
    const retired = this.pending.splice(0, count);
    for (const { kept } of retired) this.dropped.push(kept);
    const last = retired.at(-1);
    if (last !== undefined) this.logic.broadcasts?.retire(last.record.offset + 1, this.context);
  }

  /** Stores the chunk and answers the outputs that must now be published. Throws STALE. */
  async commit(): Promise<readonly PendingOutput[]> {
    const outbox = this.context.takeOutputs();
    const next = { offsets: { ...this.offsets }, commits: this.committed.commits + 1 };
    const write: StateWrite = {
      next,
      clusterId: this.options.clusterId,
      ...this.cache.takeChanges(),
      outbox,
      addBroadcasts: this.added.filter((broadcast) => !this.dropped.includes(broadcast)),
      dropBroadcasts: this.dropped,
    };
    const { store, partition, counters } = this.options;
    if ((await store.commit(partition, this.committed, write)) === 'stale') {
      throw new StreamError('STALE', `Partition ${partition} was committed by another owner.`);
    }
    this.committed = next;
    this.added = [];
    this.dropped = [];
    this.cache.age();
    counters.commits += 1;
    counters.emitted += outbox.length;
    return outbox;
  }

  private decoded(broadcast: PendingBroadcast): PendingInput<E> {
    const record: BusRecord = { ...broadcast, partition: this.options.partition, key: null };
    const routed = this.logic.route(record);
    if (!('event' in routed)) {
      throw new StreamError('NOT_LOADED', `Broadcast ${broadcast.offset} can no longer be read.`);
    }
    return { record, event: routed.event, kept: broadcast };
  }

  private read(record: BusRecord): Arrival<E> {
    const routed = this.logic.route(record);
    if (!('event' in routed)) return { record, key: null, input: null, routing: routed.routing };
    const key = routed.routing.kind === 'keyed' ? routed.routing.key : null;
    return { record, key, input: { record, event: routed.event }, routing: routed.routing };
  }

  private isTold({ topic, offset }: BusRecord): boolean {
    return offset < (this.told[topic] ?? 0);
  }

  /** How far all inputs together have been folded. */
  private place(): number {
    let place = 0;
    for (const topic of Object.keys(this.offsets)) place += this.nextOffset(topic);
    return place;
  }

  /** Of broadcasts below `before` and above what the key has folded; a new key has none. */
  private pendingNeedsOf(key: string, before: number): readonly Need[] {
    const { broadcasts, root } = this.logic;
    const stored = this.cache.peek(root, key);
    if (stored === 'unloaded') return [{ collection: root, field: key }];
    if (broadcasts === undefined || stored === undefined) return nothing;
    const last = broadcasts.lastFolded(key, this.cache.peek);
    return this.pending
      .filter(({ record }) => record.offset > last && record.offset < before)
      .flatMap((input) => [...this.needsOf(input, key)]);
  }

  private needsOf(input: Input<E>, key: string): readonly Need[] {
    return this.logic.needs(input, key, this.cache.peek);
  }

  /** Folds a record, or answers what must be loaded before; then it is to be called again. */
  private foldOne(arrival: Arrival<E>, others: number): readonly Need[] {
    const { record, routing, key, input } = arrival;
    if (routing.kind === 'skip' || routing.kind === 'dead-letter') {
      this.context.begin(record.offset, this.isTold(record));
      this.note(record, routing);
    }
    if (input === null) return nothing;
    if (key === null) {
      this.admit(input);
      return nothing;
    }
    const hasPending = this.pending.length > 0;
    const before = hasPending ? this.foldPending(key, record.offset) : nothing;
    if (before.length > 0) return before;
    const missing = this.needsOf(input, key);
    if (missing.length > 0) return missing;
    this.context.begin(record.offset + others, this.isTold(record));
    this.note(record, this.logic.fold(input, key, this.context));
    if (hasPending) this.markUpTo(key, record.offset);
    return nothing;
  }

  private admit(input: Input<E>): void {
    const { record } = input;
    this.context.begin(record.offset, this.isTold(record));
    const outcome = this.logic.broadcasts?.admit(input, this.context) ?? { kind: 'ok' };
    this.note(record, outcome);
    if (outcome.kind !== 'ok') return;
    const { topic, offset, timestampMs, headers } = record;
    const value = record.value ?? Buffer.alloc(0);
    const kept = { topic, offset, value, timestampMs, headers };
    this.pending.push({ ...input, kept });
    this.added.push(kept);
  }

  /**
   * Folds what is pending before an offset into a key, or answers what must be loaded before. Each
   * broadcast is marked as it is folded, so that a second call goes on where the first one ended.
   */
  private foldPending(key: string, before: number): readonly Need[] {
    const { broadcasts, root } = this.logic;
    if (broadcasts === undefined) return nothing;
    const stored = this.cache.peek(root, key);
    if (stored === 'unloaded') return [{ collection: root, field: key }];
    if (stored === undefined) return nothing;
    const last = broadcasts.lastFolded(key, this.cache.peek);
    for (const input of this.pending) {
      const { record } = input;
      if (record.offset >= before) break;
      if (record.offset <= last) continue;
      const missing = this.needsOf(input, key);
      if (missing.length > 0) return missing;
      this.context.begin(record.offset, this.isTold(record));
      this.note(record, this.logic.fold(input, key, this.context));
      broadcasts.markFolded(key, record.offset, this.context);
    }
    return nothing;
  }

  /** A key that its first record made has nothing to learn from broadcasts before that. */
  private markUpTo(key: string, before: number): void {
    const { broadcasts, root } = this.logic;
    if (broadcasts === undefined || this.cache.peek(root, key) === undefined) return;
    const last = broadcasts.lastFolded(key, this.cache.peek);
    for (let index = this.pending.length - 1; index >= 0; index -= 1) {
      const offset = this.pending[index]?.record.offset ?? -1;
      if (offset >= before) continue;
      if (offset > last) broadcasts.markFolded(key, offset, this.context);
      return;
    }
  }

  private note(record: BusRecord, outcome: FoldOutcome): void {
    if (outcome.kind === 'ok') return;
    const { counters, toDeadLetter } = this.options;
    const { reason } = outcome;
    const counted = outcome.kind === 'skip' ? counters.skipped : counters.deadLetters;
    counted.set(reason, (counted.get(reason) ?? 0) + 1);
    if (outcome.kind === 'dead-letter') {
      this.context.emitRaw(toDeadLetter(record, outcome));
    }
  }
}
