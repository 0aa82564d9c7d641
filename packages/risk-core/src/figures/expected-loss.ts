import { multiplyDivide } from '../money/integer.ts';
import type { EclPreset, Policy } from '../policy/policy.ts';

const PPM = 1_000_000;

/** Loss rates of current, 1–30, 31–60, 61–90 and more days past due, in parts per million. */
export type LossRates = readonly [number, number, number, number, number];

/**
 * Published examples, by their names. None of them is anybody's own history: a preset is for
 * looking around, and every output says which one it rests on.
 */
const presets: Readonly<Record<Exclude<EclPreset, 'own'>, LossRates>> = {
  'illustrative-us': [3_000, 80_000, 260_000, 580_000, 820_000],
  'illustrative-ifrs': [20_000, 40_000, 87_000, 250_000, 1_000_000],
  'ifrs9-example-12': [3_000, 16_000, 36_000, 66_000, 106_000],
};

/** The rates that a policy chose. */
export function lossRatesOf({ ecl }: Policy): LossRates {
  return ecl.preset === 'own' ? ecl.ownPpm : presets[ecl.preset];
}

/** Balances by the same buckets as the rates, in base units. */
export type Balances = readonly [number, number, number, number, number];

/**
 * Expected credit loss by provision matrix: each bucket's balance × its rate × a forward-looking
 * factor, less what is secured or insured, which is taken off all buckets in proportion.
 */
export function expectedLoss(
  balances: Balances,
  rates: LossRates,
  forwardPpm: number,
  coveredMinor: number,
): number {
  const total = balances.reduce((sum, balance) => sum + balance, 0);
  const bare = Math.max(0, total - Math.max(0, coveredMinor));
  if (bare === 0) return 0;
  const gross = balances.reduce(
    (sum, balance, bucket) => sum + multiplyDivide(balance, rates[bucket] ?? PPM, PPM),
    0,
  );
  return multiplyDivide(multiplyDivide(gross, forwardPpm, PPM), bare, total);
}
