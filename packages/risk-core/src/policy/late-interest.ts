import type { InterestRegime } from './policy.ts';

type Rates = InterestRegime['rates'];

const rates = (...pairs: readonly (readonly [from: number, referencePpm: number])[]): Rates =>
  pairs.map(([from, referencePpm]) => ({ from, referencePpm }));

/** Main refinancing rate of the European Central Bank on the first day of each half-year. */
const ecb = rates(
  [20230101, 25_000],
  [20230701, 40_000],
  [20240101, 45_000],
  [20240701, 42_500],
  [20250101, 31_500],
  [20250701, 21_500],
  [20260101, 21_500],
  [20260701, 24_000],
);

/** Base rate by § 247 of the German civil code. */
const basiszins = rates(
  [20230101, 16_200],
  [20230701, 31_200],
  [20240101, 36_200],
  [20240701, 33_700],
  [20250101, 22_700],
  [20250701, 12_700],
  [20260101, 12_700],
);

/** Official dealing rate of the Bank of England on the last day before each half-year. */
const bankRate = rates(
  [20230101, 35_000],
  [20230701, 50_000],
  [20240101, 52_500],
  [20240701, 52_500],
  [20250101, 47_500],
  [20250701, 42_500],
  [20260101, 37_500],
);

const forty = [{ fromMinor: 0, sumMinor: 40_00 }];

/**
 * Laws of late payment between businesses. Rates are data with the day from which they hold: a new
 * half-year is a new row in the policy, not a release. Check them against their publishers.
 */
export const lateInterest: readonly InterestRegime[] = [
  {
    code: 'de',
    countries: ['DE'],
    currency: 'EUR',
    marginPpm: 90_000,
    isFixedAtStart: false,
    rates: basiszins,
    fixed: forty,
  },
  {
    code: 'fr',
    countries: ['FR'],
    currency: 'EUR',
    marginPpm: 100_000,
    isFixedAtStart: false,
    rates: ecb,
    fixed: forty,
  },
  {
    code: 'uk',
    countries: ['GB'],
    currency: 'GBP',
    marginPpm: 80_000,
    isFixedAtStart: true,
    rates: bankRate,
    fixed: [
      { fromMinor: 0, sumMinor: 40_00 },
      { fromMinor: 1_000_00, sumMinor: 70_00 },
      { fromMinor: 10_000_00, sumMinor: 100_00 },
    ],
  },
  {
    code: 'eu',
    countries: [
      ...['AT', 'BE', 'CY', 'EE', 'ES', 'FI', 'GR', 'HR', 'IE'],
      ...['IT', 'LT', 'LU', 'LV', 'MT', 'NL', 'PT', 'SI', 'SK'],
    ],
    currency: 'EUR',
    marginPpm: 80_000,
    isFixedAtStart: false,
    rates: ecb,
    fixed: forty,
  },
];
