import type { Need } from './logic.ts';
import type { StateCache } from './state-cache.ts';
import type { PartitionStore } from './store.ts';

/** Of one request: what it brings may be larger than what was there before. */
const MOST_FIELDS = 256;
/** So that the last of the memory is not filled one by one. */
const LEAST_FIELDS = 16;

/** What is done with each of several items, one after the other. */
interface Work<T> {
  /** What an item will touch and is not loaded, as far as this can be told before its turn. */
  needsOf(item: T, at: number): readonly Need[];
  /** Does it, or answers what must be loaded before; then it is to be called again. */
  attempt(item: T, at: number): readonly Need[];
}

/** Brings state of one partition from the store into the cache, as there is room for it. */
export class StateLoader {
  private readonly partition: number;
  private readonly store: PartitionStore;
  private readonly cache: StateCache;

  constructor(partition: number, store: PartitionStore, cache: StateCache) {
    this.partition = partition;
    this.store = store;
    this.cache = cache;
  }

  async load(needs: Iterable<Need>): Promise<void> {
    const wanted = new Map<string, Set<string>>();
    for (const { collection, field } of needs) {
      if (this.cache.peek(collection, field) !== 'unloaded') continue;
      const fields = wanted.get(collection) ?? new Set();
      wanted.set(collection, fields.add(field));
    }
    if (wanted.size === 0) return;
    const asked = new Map([...wanted].map(([collection, fields]) => [collection, [...fields]]));
    const answers = await this.store.load(this.partition, asked);
    for (const [collection, fields] of asked) {
      const values = answers.get(collection) ?? [];
      for (const [index, field] of fields.entries()) {
        this.cache.loaded(collection, field, values[index] ?? null);
      }
    }
  }

  /**
   * Does the first of the items, as many as the cache has room for and at least one. Answers how
   * many; the others are for after the next commit, when `age` has made room.
   */
  async workOff<T>(items: readonly T[], work: Work<T>): Promise<number> {
    const ready = await this.prefetch(items, work);
    let done = 0;
    for (const item of items.slice(0, ready)) {
      // Nearly always all is in memory: a promise per record would cost as much as a small fold.
      let missing = work.attempt(item, done);
      const isAtHand = missing.length === 0;
      for (; missing.length > 0; missing = work.attempt(item, done)) await this.load(missing);
      done += 1;
      // What could not be told before has a generation's room of its own: else, where each item
      // needs such, a chunk whose prefetch took all there is would end with its first one.
      if (!isAtHand && this.cache.fill > 2) break;
    }
    return done;
  }

  /**
   * Loads what the first items touch, in few requests. Answers how many of them have it all: once
   * there is no more room, those that touch what is in use anyway.
   */
  private async prefetch<T>(items: readonly T[], { needsOf }: Work<T>): Promise<number> {
    for (let ready = 0; ; ) {
      const missing = new Map<string, Need>();
      const most = Math.max(LEAST_FIELDS, Math.min(MOST_FIELDS, this.cache.room));
      for (const [at, item] of items.entries()) {
        if (at < ready) continue;
        if (missing.size >= most) break;
        const { fill } = this.cache;
        const needs = needsOf(item, at);
        // What was kept from before and is used again fills a generation as what is loaded does.
        const isMore = needs.length > 0 || this.cache.fill > fill;
        if (isMore && fill > 1 && at > 0) break;
        for (const need of needs) missing.set(`${need.collection} ${need.field}`, need);
        if (missing.size === 0) ready = at + 1;
      }
      if (missing.size === 0) return ready;
      await this.load(missing.values());
    }
  }
}
