import type { BusRecord } from '@duewatch/event-bus';
import { StreamError } from './errors.ts';
import { ChunkContext } from './fold-context.ts';
import type { FoldOutcome, Input, Need, Routed, StreamLogic } from './logic.ts';
import { StateCache } from './state-cache.ts';
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
  readonly cacheEntries: number;
  readonly counters: FoldCounters;
  toDeadLetter(record: BusRecord, reason: string, detail: string): PendingOutput;
}

type PendingInput<E> = Input<E> & { readonly kept: PendingBroadcast };

/**
 * Load, fold and commit of one opened partition. Not safe for overlapping calls: the worker runs
 * them one after the other. Invariant: after an error it is dropped, never used again.
 */
export class PartitionState<E> {
  private readonly options: PartitionStateOptions<E>;
  private readonly logic: StreamLogic<E>;
  private readonly cache: StateCache;
  private readonly context: ChunkContext;
  private readonly pending: PendingInput<E>[] = [];
  private added: PendingBroadcast[] = [];
  private dropped: PendingBroadcast[] = [];
  private committed: CommitPoint;
  private offsets: Record<string, number>;

  constructor(options: PartitionStateOptions<E>, opened: OpenedPartition) {
    this.options = options;
    this.logic = options.logic;
    this.cache = new StateCache(options.logic.collections, {
      limit: options.cacheEntries,
      pinned: options.logic.pinned,
    });
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

  /** Folds consecutive records of one topic; nothing is stored before `commit`. */
  async fold(topic: string, records: readonly BusRecord[]): Promise<void> {
    const routed = records.map((record) => ({ record, ...this.logic.route(record) }));
    await this.prefetch(routed);
    for (const item of routed) {
      await this.foldOne(item);
      this.offsets[topic] = item.record.offset + 1;
    }
    this.options.counters.folded += records.length;
  }

  /** Folds every pending broadcast into some keys, for those that no record has reached. */
  async foldBroadcasts(keys: readonly string[]): Promise<void> {
    await this.load(keys.map((field) => ({ collection: this.logic.root, field })));
    const last = this.pending.at(-1);
    if (last === undefined) return;
    await this.prefetchPending(keys, last.record.offset + 1);
    for (const key of keys) await this.applyPending(key, last.record.offset + 1);
  }

  /**
   * Lets the first keys that are due have their turn. Answers what it did, and null when nothing is
   * due; `before` is the answer of the step before, for a key that stays due would turn for ever.
   */
  async fireTimers(now: number, limit: number, before: string | null): Promise<string | null> {
    const { timers } = this.logic;
    if (timers === undefined) return null;
    const { store, partition } = this.options;
    for (const { index, max } of timers.due(now, this.cache.peek)) {
      const keys = await store.lowest(partition, index, max, limit);
      if (keys.length === 0) continue;
      const step = `${index} ${keys.join()}`;
      if (step === before) {
        throw new StreamError('SWEEP_STUCK', `${keys[0]} stays due in ${index} after its turn.`);
      }
      await this.prefetchKeys(keys, (key) => timers.needs(key, this.cache.peek));
      for (const key of keys) {
        this.context.begin(this.place() - 1);
        timers.fire(key, now, index, this.context);
      }
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

  /**
   * Loads what a chunk will touch in as few round trips as it takes. The first record of each key
   * tells whether the key is in memory; only where it is not are its other records asked, too.
   */
  private async prefetch(items: readonly ({ record: BusRecord } & Routed<E>)[]): Promise<void> {
    const keyed = items.flatMap((item) =>
      item.routing.kind === 'keyed' && 'event' in item
        ? [{ key: item.routing.key, input: { record: item.record, event: item.event } }]
        : [],
    );
    let asked: Iterable<{ key: string; input: Input<E> }> = new Map(
      keyed.toReversed().map((item) => [item.key, item]),
    ).values();
    for (;;) {
      const missing: Need[] = [];
      for (const { key, input } of asked) missing.push(...this.needsOf(input, key));
      if (missing.length === 0) return;
      await this.load(missing);
      asked = keyed;
    }
  }

  private prefetchPending(keys: readonly string[], before: number): Promise<void> {
    return this.prefetchKeys(keys, (key) =>
      this.pendingFor(key, before).flatMap((input) => [...this.needsOf(input, key)]),
    );
  }

  private async prefetchKeys(
    keys: readonly string[],
    needsOf: (key: string) => readonly Need[],
  ): Promise<void> {
    for (;;) {
      const missing = keys.flatMap((key) => [...needsOf(key)]);
      if (missing.length === 0) return;
      await this.load(missing);
    }
  }

  /** How far all inputs together have been folded. */
  private place(): number {
    let place = 0;
    for (const topic of Object.keys(this.offsets)) place += this.nextOffset(topic);
    return place;
  }

  /** Where the outputs of a record stand: at its offset, and as far as the other inputs are. */
  private placeOf(topic: string, offset: number): number {
    return offset + this.place() - this.nextOffset(topic);
  }

  private needsOf(input: Input<E>, key: string): readonly Need[] {
    return this.logic.needs(input, key, this.cache.peek);
  }

  private async foldOne(item: { readonly record: BusRecord } & Routed<E>): Promise<void> {
    const { record, routing } = item;
    if (routing.kind === 'skip' || routing.kind === 'dead-letter') {
      this.note(record, routing);
      return;
    }
    if (!('event' in item)) return;
    const input = { record, event: item.event };
    if (routing.kind === 'broadcast') {
      this.admit(input);
      return;
    }
    if (this.pending.length > 0) await this.reachWithPending(input, routing.key);
    for (let need = this.needsOf(input, routing.key); need.length > 0; ) {
      await this.load(need);
      need = this.needsOf(input, routing.key);
    }
    this.context.begin(this.placeOf(record.topic, record.offset));
    this.note(record, this.logic.fold(input, routing.key, this.context));
    if (this.pending.length > 0) this.markUpTo(routing.key, record.offset);
  }

  private admit(input: Input<E>): void {
    const { record } = input;
    this.context.begin(record.offset);
    const outcome = this.logic.broadcasts?.admit(input, this.context) ?? { kind: 'ok' };
    this.note(record, outcome);
    if (outcome.kind !== 'ok') return;
    const { topic, offset, timestampMs, headers } = record;
    const value = record.value ?? Buffer.alloc(0);
    const kept = { topic, offset, value, timestampMs, headers };
    this.pending.push({ ...input, kept });
    this.added.push(kept);
  }

  private async reachWithPending(input: Input<E>, key: string): Promise<void> {
    const { root } = this.logic;
    if (this.cache.peek(root, key) === 'unloaded') {
      await this.load([{ collection: root, field: key }]);
    }
    await this.applyPending(key, input.record.offset);
  }

  private async applyPending(key: string, before: number): Promise<void> {
    for (const input of this.pendingFor(key, before)) {
      await this.ensure(input, key);
      this.context.begin(input.record.offset);
      this.note(input.record, this.logic.fold(input, key, this.context));
    }
    this.markUpTo(key, before);
  }

  /** Broadcasts that are below `before` and above what the key has folded; none for a new key. */
  private pendingFor(key: string, before: number): PendingInput<E>[] {
    const { broadcasts, root } = this.logic;
    if (broadcasts === undefined || this.cache.peek(root, key) === undefined) return [];
    const last = broadcasts.lastFolded(key, this.cache.peek);
    return this.pending.filter(({ record }) => record.offset > last && record.offset < before);
  }

  private markUpTo(key: string, before: number): void {
    const { broadcasts, root } = this.logic;
    if (broadcasts === undefined || this.cache.peek(root, key) === undefined) return;
    const last = this.pending.findLast(({ record }) => record.offset < before)?.record.offset ?? -1;
    if (last > broadcasts.lastFolded(key, this.cache.peek)) {
      broadcasts.markFolded(key, last, this.context);
    }
  }

  private async ensure(input: Input<E>, key: string): Promise<void> {
    for (;;) {
      const missing = this.needsOf(input, key);
      if (missing.length === 0) return;
      await this.load(missing);
    }
  }

  private async load(needs: readonly Need[]): Promise<void> {
    const wanted = new Map<string, Set<string>>();
    for (const { collection, field } of needs) {
      if (this.cache.peek(collection, field) !== 'unloaded') continue;
      const fields = wanted.get(collection) ?? new Set();
      wanted.set(collection, fields.add(field));
    }
    if (wanted.size === 0) return;
    const asked = new Map([...wanted].map(([collection, fields]) => [collection, [...fields]]));
    const answers = await this.options.store.load(this.options.partition, asked);
    for (const [collection, fields] of asked) {
      const values = answers.get(collection) ?? [];
      for (const [index, field] of fields.entries()) {
        this.cache.loaded(collection, field, values[index] ?? null);
      }
    }
  }

  private note(record: BusRecord, outcome: FoldOutcome): void {
    if (outcome.kind === 'ok') return;
    const { counters, toDeadLetter } = this.options;
    const { reason } = outcome;
    const counted = outcome.kind === 'skip' ? counters.skipped : counters.deadLetters;
    counted.set(reason, (counted.get(reason) ?? 0) + 1);
    if (outcome.kind === 'dead-letter') {
      this.context.emitRaw(toDeadLetter(record, reason, outcome.detail));
    }
  }
}
