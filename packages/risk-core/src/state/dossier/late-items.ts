import { type InterestPeriods, lastUpTo } from '../../policy/interest-periods.ts';
import type { Item } from '../records.ts';
import type { Topic } from './topic.ts';

/**
 * Clean items past due, as interest wants them: by the rate period in which they fell due, the sum
 * in base units and the sum × days into the period; and how many there are by size.
 */
export interface LateItems {
  /** Triples of period, sum and sum × days, the oldest period first. */
  readonly periods: number[];
  /** Per step of the fixed sums how many items reach it and not the next one. */
  readonly tiers: number[];
  /** Ids of the oldest ones that nothing covers, as many as it took to be worth counting. */
  oldestIds: readonly string[];
}

export const lateItems: Topic<LateItems> = {
  empty: () => ({ periods: [], tiers: [], oldestIds: [] }),
  age: ({ periods, tiers }) => periods.length === 0 && tiers.length === 0,
};

/** Counts an item in (sign 1) or out (sign −1). */
export function countLate(state: LateItems, item: Item, sign: 1 | -1, by: InterestPeriods): void {
  const { ageFrom, cleanBase, amountMinor } = item;
  // What fell due before the first rate bears interest from there on.
  const period = Math.max(0, lastUpTo(by.starts, ageFrom));
  const days = Math.max(0, ageFrom - (by.starts[period] ?? ageFrom));
  addPeriod(state.periods, period, sign * cleanBase, sign * cleanBase * days);
  const tier = lastUpTo(by.tierAbove, amountMinor);
  if (tier >= 0) addTier(state.tiers, tier, sign);
}

function addPeriod(periods: number[], period: number, sum: number, sumDays: number): void {
  let at = periods.length;
  while (at > 0 && (periods[at - 3] ?? 0) >= period) at -= 3;
  if (periods[at] !== period) periods.splice(at, 0, period, 0, 0);
  const total = (periods[at + 1] ?? 0) + sum;
  if (total === 0) {
    periods.splice(at, 3);
    return;
  }
  periods[at + 1] = total;
  periods[at + 2] = (periods[at + 2] ?? 0) + sumDays;
}

function addTier(tiers: number[], tier: number, sign: 1 | -1): void {
  while (tiers.length <= tier) tiers.push(0);
  tiers[tier] = (tiers[tier] ?? 0) + sign;
  while (tiers.length > 0 && tiers[tiers.length - 1] === 0) tiers.pop();
}
