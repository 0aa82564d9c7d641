import { exchange, minorRate, SAME, toBase, UNKNOWN } from './conversion.ts';

const rates = {
  base: 'EUR',
  rateNano: new Map([
    ['USD', 925_000_000],
    ['JPY', 6_100_000],
    ['KWD', 3_020_000_000],
  ]),
};

describe('currency conversion', () => {
  it('leaves the base currency exactly as it is', () => {
    expect(minorRate(rates, 'EUR', 1_234)).toBe(SAME);
    expect(toBase(9_007_199_254_740_991, SAME)).toBe(9_007_199_254_740_991);
  });

  it.each([
    { currency: 'USD', amount: 100_00, base: 92_50, description: 'two decimals on both sides' },
    { currency: 'JPY', amount: 10_000, base: 61_00, description: 'no decimals: 10,000 yen' },
    { currency: 'KWD', amount: 1_000, base: 3_02, description: 'three decimals: one dinar' },
  ])('shifts the decimals of $currency: $description', ({ currency, amount, base }) => {
    expect(toBase(amount, minorRate(rates, currency, null))).toBe(base);
  });

  it('prefers the rate that the source booked', () => {
    expect(toBase(100_00, minorRate(rates, 'USD', 900_000_000))).toBe(90_00);
  });

  it('says so when no rate is known', () => {
    expect(minorRate(rates, 'CHF', null)).toBe(UNKNOWN);
  });

  it('exchanges one foreign currency for another through the base', () => {
    const usd = minorRate(rates, 'USD', null);
    const jpy = minorRate(rates, 'JPY', null);
    expect(exchange(100_00, usd, jpy)).toBe(15_164);
    expect(exchange(77, usd, usd)).toBe(77);
  });
});
