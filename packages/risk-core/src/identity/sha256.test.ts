import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { sha256 } from './sha256.ts';

const expected = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex');

describe('sha256', () => {
  it('agrees with another implementation at every length around a block', () => {
    for (let length = 0; length <= 130; length += 1) {
      const text = 'a'.repeat(length);
      expect(sha256(text)).toBe(expected(text));
    }
  });

  it('agrees on any text', () => {
    const text = fc.string({ unit: 'grapheme' });
    fc.assert(fc.property(text, (one) => expect(sha256(one)).toBe(expected(one))));
  });
});
