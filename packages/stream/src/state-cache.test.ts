import type { CollectionCodec } from './logic.ts';
import { StateCache } from './state-cache.ts';

const KILOBYTE = 1_024;

const text: CollectionCodec = {
  memoryPerByte: 1,
  encode: (value) => Buffer.from((value as { text: string }).text),
  decode: (bytes) => ({ text: bytes.toString() }),
};

function cacheOf(kilobytes: number): StateCache {
  const limit = () => kilobytes * KILOBYTE;
  const pinned = [{ collection: 'pinned', field: 'all' }];
  return new StateCache({ values: text, pinned: text }, { limit, pinned });
}

/** A chunk that needs one value. */
function read(cache: StateCache, field: string, kilobytes: number): void {
  if (cache.peek('values', field) === 'unloaded') {
    cache.loaded('values', field, Buffer.alloc(kilobytes * KILOBYTE, 'x'));
  }
  cache.takeChanges();
  cache.age();
}

/** Of the fields `v0` to `v<count - 1>`, those still in memory; asking keeps them longer. */
function kept(cache: StateCache, count: number): readonly string[] {
  const all = Array.from({ length: count }, (_, nth) => `v${nth}`);
  return all.filter((field) => cache.peek('values', field) !== 'unloaded');
}

describe('memory for state', () => {
  test('is bounded, however many values pass through', () => {
    const cache = cacheOf(100);
    for (let nth = 0; nth < 1_000; nth += 1) read(cache, `v${nth}`, 1);
    const inMemory = kept(cache, 1_000);
    expect(inMemory.length).toBeLessThanOrEqual(100);
    expect(inMemory.length).toBeGreaterThan(30);
    expect(inMemory.at(-1)).toBe('v999');
  });

  test('is counted by what values have grown to, not by how many they are', () => {
    const cache = cacheOf(100);
    for (let nth = 0; nth < 20; nth += 1) read(cache, `v${nth}`, 1);
    expect(kept(cache, 20)).toHaveLength(20);
    for (let nth = 0; nth < 20; nth += 1) {
      cache.change('values', `v${nth}`, { text: 'x'.repeat(20 * KILOBYTE) });
      cache.takeChanges();
      cache.age();
    }
    expect(kept(cache, 20).length).toBeLessThanOrEqual(6);
  });

  test('counts a value once, however often it changes', () => {
    const cache = cacheOf(100);
    read(cache, 'v0', 10);
    for (let nth = 0; nth < 1_000; nth += 1) {
      cache.change('values', 'v1', { text: 'y'.repeat(10 * KILOBYTE) });
      cache.takeChanges();
      cache.age();
    }
    expect(kept(cache, 2)).toEqual(['v0', 'v1']);
  });

  test('keeps what is used again and again', () => {
    const cache = cacheOf(20);
    for (let nth = 1; nth < 100; nth += 1) {
      read(cache, 'v0', 1);
      read(cache, `v${nth}`, 1);
      expect(cache.peek('values', 'v0')).not.toBe('unloaded');
    }
    expect(cache.peek('values', 'v1')).toBe('unloaded');
  });

  test('forgets what is deleted, however much comes and goes', () => {
    const cache = cacheOf(20);
    read(cache, 'v0', 1);
    for (let nth = 1; nth < 1_000; nth += 1) {
      cache.change('values', `v${nth}`, { text: 'x' });
      cache.takeChanges();
      cache.change('values', `v${nth}`, null);
      cache.takeChanges();
      cache.age();
    }
    expect(kept(cache, 1_000)).toEqual(['v0']);
  });

  test('keeps what is pinned, whatever it takes', () => {
    const cache = cacheOf(20);
    cache.loaded('pinned', 'all', Buffer.alloc(500 * KILOBYTE, 'p'));
    for (let nth = 0; nth < 100; nth += 1) read(cache, `v${nth}`, 1);
    expect(cache.peek('pinned', 'all')).not.toBe('unloaded');
    expect(kept(cache, 100).length).toBeGreaterThan(5);
  });
});
