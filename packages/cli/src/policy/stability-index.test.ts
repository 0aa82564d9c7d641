import { stabilityIndex, stabilityWord } from './stability-index.ts';

describe('the population stability index', () => {
  it('of half, three tenths and a fifth that become 40, 30 and 30 % is 0.063', () => {
    expect(stabilityIndex([50, 30, 20], [40, 30, 30]).toFixed(3)).toBe('0.063');
  });

  it('is nothing when nobody moves, and the same in both directions', () => {
    expect(stabilityIndex([50, 30, 20], [50, 30, 20])).toBe(0);
    expect(stabilityIndex([10, 90], [30, 70])).toBeCloseTo(stabilityIndex([30, 70], [10, 90]), 12);
  });

  it('is a number even when a class empties or fills', () => {
    // (0.995 − 0.5) · ln(0.995 ÷ 0.5) with 0.5 of 100 for the empty class.
    expect(stabilityIndex([100, 0], [0, 100])).toBeCloseTo(2 * 0.995 * Math.log(200), 9);
  });

  it.each([
    [0.0999, 'stable'],
    [0.1, 'to be watched'],
    [0.25, 'to be watched'],
    [0.2501, 'shifted'],
  ])('of %f is called %s', (index, word) => {
    expect(stabilityWord(index)).toBe(word);
  });
});
