import { dayOfDate, firstDayOf, monthOf } from './civil.ts';

describe('the civil calendar', () => {
  it('agrees with the one that everybody uses, day by day for a century and a half', () => {
    for (let day = -3_000; day < 50_000; day += 1) {
      const date = new Date(day * 86_400_000);
      const month = date.getUTCFullYear() * 12 + date.getUTCMonth();
      const text = date.toISOString().slice(0, 10).replaceAll('-', '');
      if (monthOf(day) !== month || dayOfDate(Number(text)) !== day) {
        expect([text, monthOf(day), dayOfDate(Number(text))]).toEqual([text, month, day]);
      }
    }
  });

  it('knows where months begin', () => {
    expect(firstDayOf(2026 * 12)).toBe(dayOfDate(20260101));
    expect(firstDayOf(2024 * 12 + 2) - firstDayOf(2024 * 12 + 1)).toBe(29);
  });
});
