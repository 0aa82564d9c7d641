import fc from 'fast-check';
import {
  divide,
  integerSqrt,
  multiplyDivide,
  multiplyDivideDown,
  multiplyDivideUp,
} from './integer.ts';

describe('integer division', () => {
  it.each([
    [7, 2, 4],
    [5, 2, 2],
    [-5, 2, -2],
    [-7, 2, -4],
    [1, 3, 0],
    [2, 3, 1],
    [-2, 3, -1],
    [0, 9, 0],
    [-0, 9, 0],
    [-1, 9, 0],
    [Number.MAX_SAFE_INTEGER, 2, 2 ** 52],
    [-Number.MAX_SAFE_INTEGER, 2, -(2 ** 52)],
    [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER - 1, 1],
    [2 ** 52 - 1, Number.MAX_SAFE_INTEGER, 0],
    [2 ** 52, Number.MAX_SAFE_INTEGER, 1],
  ])('rounds %i ÷ %i half to even: %i', (a, b, expected) => {
    expect(divide(a, b)).toBe(expected);
  });

  it('is that of BigInt, however long the numbers and close to a half the rest', () => {
    const seed = Number(process.env['DUEWATCH_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
    const divisors = fc.integer({ min: 1, max: 2 ** 51 });
    const property = fc.property(divisors, fc.nat(), fc.integer({ min: -2, max: 2 }), (b, n, d) => {
      const near = Math.min(n, Math.floor(Number.MAX_SAFE_INTEGER / b) - 2) * b;
      for (const a of [near + d, near + Math.floor(b / 2) + d].map(Math.abs)) {
        const down = BigInt(a) / BigInt(b);
        const rest = 2n * (BigInt(a) - down * BigInt(b)) - BigInt(b);
        const nearest = rest > 0n || (rest === 0n && down % 2n === 1n) ? down + 1n : down;
        expect(divide(a, b)).toBe(Number(nearest));
        expect(multiplyDivideDown(a, 1, b)).toBe(Number(down));
        expect(multiplyDivideUp(a, 1, b)).toBe(Number((BigInt(a) + BigInt(b) - 1n) / BigInt(b)));
      }
    });
    fc.assert(property, { seed });
  });

  it('stays exact when the product does not fit a double', () => {
    // 9,007,199,254,740,991 × 10⁹ ÷ 10⁹ would lose its last digits in floating point.
    expect(multiplyDivide(Number.MAX_SAFE_INTEGER, 1_000_000_000, 1_000_000_000)).toBe(
      Number.MAX_SAFE_INTEGER,
    );
    expect(multiplyDivide(10_000_000_000_001, 999_999_999, 1_000_000_000)).toBe(9_999_999_990_001);
    expect(multiplyDivide(-10_000_000_000_001, 999_999_999, 1_000_000_000)).toBe(
      -9_999_999_990_001,
    );
  });

  it.each([
    { description: 'short product', a: 10, b: 1_000_000, c: 3, up: 3_333_334, down: 3_333_333 },
    { description: 'exact ratio', a: 3, b: 10, c: 5, up: 6, down: 6 },
    {
      description: 'long product',
      a: 9_000_000_000_000_001,
      b: 1_000_000,
      c: 9_000_000_000_000_000,
      up: 1_000_001,
      down: 1_000_000,
    },
  ])('rounds up or down as asked: $description', ({ a, b, c, up, down }) => {
    expect(multiplyDivideUp(a, b, c)).toBe(up);
    expect(multiplyDivideDown(a, b, c)).toBe(down);
  });

  it.each([0, 1, 2, 3, 4, 15, 16, 17, 99_999_999, 2 ** 52])('takes the root of %i', (n) => {
    const root = integerSqrt(n);
    expect(root * root).toBeLessThanOrEqual(n);
    expect((root + 1) * (root + 1)).toBeGreaterThan(n);
  });
});
