import type { BusRecord } from '@duewatch/event-bus';

/**
 * Where an output stands in its customer's history: the input record that caused it. Readers keep
 * the highest position per customer and topic, drop what is not above it, and count a loss when
 * `previousPosition` is above what they hold. Ordered by generation, offset, index.
 */
export interface Position {
  readonly generation: number;
  readonly offset: number;
  readonly index: number;
}

/** What a fold reads from and writes to. `K` names the collections of the stream's state. */
export interface FoldContext {
  /** Value as last put or loaded. Throws `NotLoadedError` when `needs` forgot to ask for it. */
  get<T>(collection: string, field: string): T | undefined;
  put(collection: string, field: string, value: unknown): void;
  delete(collection: string, field: string): void;
  /** Sets (or, with null, removes) the member's score in an index such as `due:<calendar>`. */
  index(name: string, member: string, score: number | null): void;
  emit(output: {
    readonly topic: string;
    readonly partition?: number;
    readonly key: string;
    readonly value: Buffer | null;
    readonly headers: Readonly<Record<string, string>>;
    /**
     * Set on value-only updates: a later output of this chunk with the same topic and key replaces
     * this one. The survivor must then carry the replaced one's `previousPosition`.
     */
    readonly coalesce?: boolean;
  }): void;
  /** Position of the next output caused by the record at hand; each call raises the index. */
  nextPosition(): Position;
  readonly partition: number;
}

/** How one input record travels. */
export type Routing =
  | { readonly kind: 'keyed'; readonly key: string }
  /** Written once to each partition, folded lazily into every customer of it. */
  | { readonly kind: 'broadcast' }
  | { readonly kind: 'skip'; readonly reason: string }
  | { readonly kind: 'dead-letter'; readonly reason: string; readonly detail: string };

/** What a broadcast reaches in a sweep. */
export type SweepScope =
  /** Members of `index` with a score ≤ `max`: the only ones it can change. */
  | { readonly kind: 'due'; readonly index: string; readonly max: number }
  /** Every field of the stream's root collection. */
  | { readonly kind: 'all' };

export interface CollectionCodec<T> {
  encode(value: T): Buffer;
  decode(bytes: Buffer): T;
}

/** A decoded input record with its raw form for dead letters and positions. */
export interface Input<E> {
  readonly record: BusRecord;
  readonly event: E;
}

/**
 * The rules of one stream, generic over its events. Everything here is synchronous, deterministic
 * and free of clocks: the same records give the same state and outputs on every replay.
 */
export interface StreamLogic<E> {
  /** Hash collections of the state; the first is the root, one field per key. */
  readonly collections: Readonly<Record<string, CollectionCodec<never>>>;
  readonly root: string;
  /** Decodes and routes. Must not throw: what cannot be read is a dead letter. */
  route(record: BusRecord): { readonly routing: Routing; readonly event?: E };
  /**
   * Fields that folding this input for `key` will touch and that are not loaded yet. Called again
   * after each load until it answers nothing: first the profile, then the pages it names.
   */
  needs(input: Input<E>, key: string, peek: Peek): readonly Need[];
  fold(input: Input<E>, key: string, context: FoldContext): FoldOutcome;
  /** Offset of the last broadcast folded into `key`, or -1. Only for streams with broadcasts. */
  lastBroadcast?(key: string, peek: Peek): number;
  sweepScope?(input: Input<E>): SweepScope;
}

export type FoldOutcome =
  | { readonly kind: 'ok' }
  | { readonly kind: 'skip'; readonly reason: string }
  | { readonly kind: 'dead-letter'; readonly reason: string; readonly detail: string };

export interface Need {
  readonly collection: string;
  readonly field: string;
}

/** Reads state that may not be loaded: `'unloaded'` is not the same as absent. */
export type Peek = <T>(collection: string, field: string) => T | undefined | 'unloaded';
