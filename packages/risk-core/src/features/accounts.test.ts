import { NEGATIVE_EQUITY, ratiosOf } from './accounts.ts';

const vector = {
  periodEnd: 0,
  filedOn: 0,
  audited: true,
  currency: 'EUR',
  totalAssetsMinor: 1_000,
  currentAssetsMinor: 500,
  currentLiabilitiesMinor: 400,
  totalLiabilitiesMinor: 700,
  retainedEarningsMinor: 100,
  ebitMinor: 80,
  equityMinor: 300,
  debtMinor: 400,
  cashMinor: 100,
  revenueMinor: null,
};

describe('ratios of accounts', () => {
  it('agree with the worked example: Z″ 1.97, in the grey zone', () => {
    const { altmanMilli } = ratiosOf(vector);
    expect(altmanMilli).toBe(1_969);
    expect(((altmanMilli ?? 0) / 1_000).toFixed(2)).toBe('1.97');
  });

  it('are exact for the largest companies, and for the smallest figures', () => {
    const scaled = Object.fromEntries(
      Object.entries(vector).map(([name, value]) => [
        name,
        typeof value === 'number' ? value * 1_000_000_000_000 : value,
      ]),
    );
    expect(ratiosOf({ ...vector, ...scaled })).toEqual(ratiosOf(vector));
  });

  it.each([
    { description: 'net debt of equity', changes: {}, gearing: 1_000_000 },
    { description: 'a cent more', changes: { debtMinor: 401 }, gearing: 1_003_334 },
    { description: 'more cash than debt', changes: { cashMinor: 900 }, gearing: 0 },
    { description: 'cash not published', changes: { cashMinor: null }, gearing: 1_333_334 },
    { description: 'debt not published', changes: { debtMinor: null }, gearing: null },
    { description: 'no equity', changes: { equityMinor: 0 }, gearing: NEGATIVE_EQUITY },
    { description: 'negative equity', changes: { equityMinor: -1 }, gearing: NEGATIVE_EQUITY },
    {
      description: 'negative equity that follows from the rest',
      changes: { equityMinor: null, totalLiabilitiesMinor: 1_001, debtMinor: null },
      gearing: NEGATIVE_EQUITY,
    },
  ])('say of $description: gearing $gearing', ({ changes, gearing }) => {
    expect(ratiosOf({ ...vector, ...changes }).gearingPpm).toBe(gearing);
  });

  it('hold current assets against current liabilities', () => {
    expect(ratiosOf(vector).currentRatioMilli).toBe(1_250);
    expect(ratiosOf({ ...vector, currentLiabilitiesMinor: 0 }).currentRatioMilli).toBe(99_999);
    expect(ratiosOf({ ...vector, currentAssetsMinor: null }).currentRatioMilli).toBeNull();
  });

  it('take the third of assets, liabilities and equity from the other two', () => {
    for (const name of ['totalAssetsMinor', 'totalLiabilitiesMinor', 'equityMinor'] as const) {
      expect(ratiosOf({ ...vector, [name]: null }).altmanMilli).toBe(1_969);
    }
    expect(ratiosOf({ ...vector, equityMinor: null, totalAssetsMinor: null })).toMatchObject({
      altmanMilli: null,
      gearingPpm: null,
    });
  });

  it('round Z″ towards worse, below zero as well', () => {
    const losing = { ...vector, ebitMinor: -1_000, retainedEarningsMinor: -1_001 };
    // (656,000 − 3,263,260 − 6,720,000) ÷ 1,000 + 450 = −8,877.26
    expect(ratiosOf(losing).altmanMilli).toBe(-8_878);
    expect(ratiosOf({ ...vector, totalLiabilitiesMinor: 0 }).altmanMilli).toBe(99_999);
    expect(ratiosOf({ ...vector, totalAssetsMinor: 0 }).altmanMilli).toBeNull();
  });
});
