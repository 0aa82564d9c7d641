import { formatCount, formatMoney } from './money.ts';

describe('money in a message', () => {
  it.each([
    ['two decimals', 1_234_560, 'EUR', 'EUR 12,345.60'],
    ['a currency without decimals', 1_234_560, 'JPY', 'JPY 1,234,560'],
    ['a currency with three decimals', 1_234_560, 'KWD', 'KWD 1,234.560'],
    ['less than one', 7, 'EUR', 'EUR 0.07'],
    ['nothing', 0, 'EUR', 'EUR 0.00'],
    ['a credit', -150_000, 'USD', 'USD −1,500.00'],
    ['a thousand exactly', 100_000, 'EUR', 'EUR 1,000.00'],
    ['the largest amount that a record may carry', 1e15, 'EUR', 'EUR 10,000,000,000,000.00'],
  ])('shows %s', (_, amountMinor, currency, expected) => {
    expect(formatMoney({ amountMinor, currency })).toBe(expected);
  });

  it('groups counts by thousands', () => {
    expect([1, 999, 1_000, 1_234_567].map(formatCount)).toEqual(['1', '999', '1,000', '1,234,567']);
  });
});
