import { isoDate } from './iso-date.ts';

describe('a date as text', () => {
  it('is the one that the platform writes, for every day of three hundred years', () => {
    for (let day = 0; day < 100_000; day += 1) {
      const expected = new Date(day * 86_400_000).toISOString().slice(0, 10);
      if (isoDate(day) !== expected) expect(isoDate(day)).toBe(expected);
    }
    expect(isoDate(20_003)).toBe('2024-10-07');
  });
});
