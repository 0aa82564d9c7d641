import { dayOfDate } from '../calendar/civil.ts';
import type { EpochDay } from '../types/units.ts';
import type { Policy } from './policy.ts';

/**
 * The days on which any rate of late-payment interest changes, rising, and the amounts at which any
 * fixed sum does. Late items are summed up by these: interest needs no look at each of them.
 */
export interface InterestPeriods {
  readonly starts: readonly EpochDay[];
  readonly tierAbove: readonly number[];
}

const known = new WeakMap<Policy, InterestPeriods>();

/** The periods of a policy; the same object for the same policy. */
export function interestPeriodsOf(policy: Policy): InterestPeriods {
  const seen = known.get(policy);
  if (seen) return seen;
  const { regimes } = policy.interest;
  const starts = regimes.flatMap(({ rates }) => rates.map(({ from }) => dayOfDate(from)));
  const tiers = regimes.flatMap(({ fixed }) => fixed.map(({ fromMinor }) => fromMinor));
  const periods = { starts: rising(starts), tierAbove: rising(tiers) };
  known.set(policy, periods);
  return periods;
}

function rising(values: readonly number[]): number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}

/** The last entry that is not above a value; -1 before the first. */
export function lastUpTo(values: readonly number[], value: number): number {
  let index = values.length - 1;
  while (index >= 0 && (values[index] ?? 0) > value) index -= 1;
  return index;
}
