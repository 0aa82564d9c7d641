import type { BusRecord, DeadLetterCause } from '@duewatch/event-bus';

/**
 * Where an output stands in its customer's history: the input record that caused it. Readers keep
 * the highest position per customer and topic, drop what is not above it, and count a loss when
 * `previousPosition` is above what they hold. Ordered by generation, offset, index.
 */
export interface Position {
  /** Rises only when the topic is repartitioned. */
  readonly generation: number;
  /**
   * Input offset of the last record folded into the output; of a stream with several inputs, how
   * far the others had been folded is added, so that it never falls whichever input speaks.
   */
  readonly offset: number;
  /** Order among the outputs of one record for one key. */
  readonly index: number;
}

/** What an output looks like on the wire. */
export interface RenderedOutput {
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Output {
  readonly topic: string;
  /** Only for topics that are not partitioned by `key`. */
  readonly partition?: number;
  readonly key: string;
  /**
   * A value-only update: any later output of this chunk with the same topic and key replaces it.
   * It is rendered at the end of the chunk, when the key's state is still what it was here;
   * other outputs are rendered at once. So a `previousPosition` that `render` takes from the
   * state and replaces there is that of the last output that really left.
   */
  readonly coalesce: boolean;
  render(): RenderedOutput;
}

/** What a fold reads from and writes to. Values are shared with the cache: change, then `put`. */
export interface FoldContext {
  readonly partition: number;
  /** What follows from this record was told before its state was lost: it is made and stays. */
  readonly isTold: boolean;
  readonly peek: Peek;
  /** Value as last put or loaded. Throws `NOT_LOADED` when `needs` forgot to ask for it. */
  get<T>(collection: string, field: string): T | undefined;
  put(collection: string, field: string, value: object): void;
  delete(collection: string, field: string): void;
  /** Sets (or, with null, removes) the member's score in an index such as `due:<calendar>`. */
  index(name: string, member: string, score: number | null): void;
  emit(output: Output): void;
  /**
   * Position of the next output of this record for this key; each call raises the index. Above
   * `after`, too: a timer that runs out between two records stands where the last one stood.
   */
  nextPosition(after?: Position | null): Position;
}

/** How one input record travels. */
export type Routing =
  | { readonly kind: 'keyed'; readonly key: string }
  /** Written once to each partition, folded lazily into every key of it. */
  | { readonly kind: 'broadcast' }
  | { readonly kind: 'skip'; readonly reason: string }
  | ({ readonly kind: 'dead-letter' } & DeadLetterCause);

/** A decoded input record with its raw form for dead letters and positions. */
export interface Input<E> {
  readonly record: BusRecord;
  readonly event: E;
}

export type Routed<E> =
  | { readonly routing: Extract<Routing, { kind: 'keyed' | 'broadcast' }>; readonly event: E }
  | { readonly routing: Extract<Routing, { kind: 'skip' | 'dead-letter' }> };

export type FoldOutcome =
  | { readonly kind: 'ok' }
  | { readonly kind: 'skip'; readonly reason: string }
  | ({ readonly kind: 'dead-letter' } & DeadLetterCause);

/** What a broadcast reaches in a sweep. */
export type SweepScope =
  /**
   * Members of `index` with a score ≤ `max`: the only ones that it can change. Folding it must
   * leave them with a higher score or none; a key that has folded it never gets a lower one.
   */
  | { readonly kind: 'due'; readonly index: string; readonly max: number }
  /** Every field of the root collection. */
  | { readonly kind: 'all' };

export interface Need {
  readonly collection: string;
  readonly field: string;
}

/** Reads state that may not be loaded; `'unloaded'` is not the same as absent. */
export type Peek = <T extends object>(
  collection: string,
  field: string,
) => T | undefined | 'unloaded';

/** How the values of one collection are stored. */
export interface CollectionCodec {
  /** Bytes of memory that a decoded value takes for each stored one, about; without it as JSON. */
  readonly memoryPerByte?: number;
  encode(value: object): Buffer;
  decode(bytes: Buffer): object;
}

/**
 * The rules of one stream, generic over its events. All of it is synchronous, deterministic and
 * free of clocks: the same records give the same state and outputs on every replay.
 */
export interface StreamLogic<E> {
  /** Hash collections of the state. */
  readonly collections: Readonly<Record<string, CollectionCodec>>;
  /** The collection with exactly one field per key; sweeps over all keys scan it. */
  readonly root: string;
  /** State of the partition itself, loaded when it is opened and never evicted. */
  readonly pinned: readonly Need[];
  /** Decodes and routes. Must not throw: what cannot be read is a dead letter. */
  route(record: BusRecord): Routed<E>;
  /**
   * Fields that folding this input for `key` will touch and that `peek` answers `'unloaded'` for.
   * Asked again after each load until it answers nothing: first the profile, then its pages.
   */
  needs(input: Input<E>, key: string, peek: Peek): readonly Need[];
  fold(input: Input<E>, key: string, context: FoldContext): FoldOutcome;
  readonly broadcasts?: BroadcastLogic<E>;
  readonly timers?: TimerLogic;
}

/** An index of keys to look at. */
export interface DueIndex {
  readonly index: string;
  /** Members with a score up to this are due. */
  readonly max: number;
}

/**
 * The part of the rules for streams in which something is to happen though no record comes. The
 * clock is data here as well: the stream passes it in, and what a timer did is in the state. Timers
 * rest until every record that was there when the partition was opened has been folded, for an
 * unread record may have settled what they are about.
 */
export interface TimerLogic {
  /** Where to look at `now`; the keys found are looked at index by index. */
  due(now: number, peek: Peek): readonly DueIndex[];
  /** As `StreamLogic.needs`. */
  needs(key: string, peek: Peek): readonly Need[];
  /** Must leave the key with a higher score in `index`, or none. */
  fire(key: string, now: number, index: string, context: FoldContext): void;
}

/** The part of the rules for streams whose first input topic carries broadcasts. */
export interface BroadcastLogic<E> {
  /** Takes the broadcast into the partition's own state, in log order; skips a repeated tick. */
  admit(input: Input<E>, context: FoldContext): FoldOutcome;
  /** Offset of the last broadcast folded into the key; -1 before the first. */
  lastFolded(key: string, peek: Peek): number;
  /** Notes that everything up to `offset` has been folded into the key. */
  markFolded(key: string, offset: number, context: FoldContext): void;
  sweepScope(input: Input<E>): SweepScope;
  /**
   * Every broadcast below `offset` has reached every key. Broadcasts retire in log order, so what
   * the partition remembers of the time before may be forgotten.
   */
  retire(offset: number, context: FoldContext): void;
}
