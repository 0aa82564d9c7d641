import type { AccountRecord } from './records.ts';

/** Sixty-four bits for each record of a full page, of which each sets two. */
const BITS = 8_192;
const BITS_LOG = 13;

/**
 * Says of nearly all keys that a page lacks that it lacks them, without looking at its records. Of
 * strangers to a full page it is wrong about one in 1,000: then all the records are looked through,
 * which costs as much as the rest of an event.
 */
export class KeyFilter {
  private readonly words = new Int32Array(BITS / 32);

  static of(records: readonly AccountRecord[]): KeyFilter {
    const filter = new KeyFilter();
    for (const { key } of records) filter.add(key);
    return filter;
  }

  add(key: number): void {
    // Keys are hashes: any of their bits will do.
    const hash = key >>> 0;
    this.set(hash % BITS);
    this.set((hash >>> BITS_LOG) % BITS);
  }

  mayHave(key: number): boolean {
    const hash = key >>> 0;
    return this.has(hash % BITS) && this.has((hash >>> BITS_LOG) % BITS);
  }

  private set(bit: number): void {
    const word = bit >> 5;
    this.words[word] = (this.words[word] ?? 0) | (1 << (bit & 31));
  }

  private has(bit: number): boolean {
    return ((this.words[bit >> 5] ?? 0) & (1 << (bit & 31))) !== 0;
  }
}
