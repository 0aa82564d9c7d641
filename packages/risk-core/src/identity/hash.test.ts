import { keyOf } from './hash.ts';

describe('a key', () => {
  it('is a whole number of at most 52 bits, the same for the same id', () => {
    for (const id of ['', 'a', 'INV-1', 'Rechnung Nr. 4711/2024', '請求書']) {
      const key = keyOf(id);
      expect(Number.isSafeInteger(key)).toBe(true);
      expect(key).toBeGreaterThanOrEqual(0);
      expect(key).toBeLessThan(2 ** 52);
      expect(keyOf(id)).toBe(key);
    }
  });

  it('differs for a quarter million ids as sources number them', () => {
    const keys = new Set<number>();
    for (let index = 0; index < 125_000; index += 1) {
      keys.add(keyOf(`INV-2024-${index}`));
      keys.add(keyOf(String(10_000_000 + index)));
    }
    expect(keys.size).toBe(250_000);
  });
});
