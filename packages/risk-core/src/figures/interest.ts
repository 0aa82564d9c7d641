import { dayOfDate } from '../calendar/civil.ts';
import { minorRate, toBase, UNKNOWN } from '../money/conversion.ts';
import { productsDivided } from '../money/integer.ts';
import { DUE } from '../policy/age-classes.ts';
import { interestPeriodsOf, lastUpTo } from '../policy/interest-periods.ts';
import type { InterestRegime, Policy } from '../policy/policy.ts';
import type { LateItems } from '../state/dossier/late-items.ts';
import type { Profile } from '../state/profile.ts';
import { sumFrom } from '../state/sums.ts';
import type { EpochDay } from '../types/units.ts';
import type { World } from '../types/world.ts';

const PPM_YEAR = 365 * 1_000_000;

/** Interest that the law gives on what is overdue, in base units. */
export interface Interest {
  readonly regime: string;
  /** Simple interest from the day after the due day up to today. */
  readonly accruedMinor: number;
  /** The fixed sum per invoice. */
  readonly fixedMinor: number;
}

/**
 * Statutory interest on the customer's clean items past due. Null where no law is chosen for its
 * country, or while unapplied cash lies against late items: which of them bears interest, and until
 * when, is then known only once the cash is applied.
 */
export function interestOf(profile: Profile, world: World): Interest | null {
  const { policy, rates } = world;
  const { lateItems } = profile.dossier;
  const regime = regimeOf(profile.master.country, policy);
  if (regime === undefined || sumFrom(profile.cover.byClass, DUE + 1) > 0) return null;
  const rate = minorRate(rates, regime.currency, null);
  if (rate === UNKNOWN) return null;
  if (lateItems === null) return { regime: regime.code, accruedMinor: 0, fixedMinor: 0 };
  return {
    regime: regime.code,
    accruedMinor: accrued(lateItems, regime, policy, profile.today),
    fixedMinor: toBase(fixedSum(lateItems, regime, policy), rate),
  };
}

function regimeOf(country: string | null, { interest }: Policy): InterestRegime | undefined {
  if (country === null) return undefined;
  return interest.regimes.find(({ countries }) => countries.includes(country));
}

/**
 * Each period's sum × the rates of the days since its start, less the days before its items fell
 * due; all products are added up before the one division.
 */
function accrued(
  { periods }: LateItems,
  regime: InterestRegime,
  policy: Policy,
  today: EpochDay,
): number {
  const { starts } = interestPeriodsOf(policy);
  const products: [number, number][] = [];
  for (let at = 0; at < periods.length; at += 3) {
    const [period = 0, sum = 0, sumDays = 0] = periods.slice(at, at + 3);
    const start = starts[period] ?? today;
    const first = yearlyPpm(regime, start);
    const since = regime.isFixedAtStart
      ? first * (today - start)
      : ppmDays(regime, starts, period, today);
    products.push([sum, since], [sumDays, -first]);
  }
  return productsDivided(products, PPM_YEAR);
}

/** Σ rate × days from the start of a period to today, over the periods between. */
function ppmDays(
  regime: InterestRegime,
  starts: readonly EpochDay[],
  period: number,
  today: EpochDay,
): number {
  let total = 0;
  for (let index = period; index < starts.length; index += 1) {
    const start = starts[index] ?? today;
    if (start >= today) break;
    const end = Math.min(today, starts[index + 1] ?? today);
    total += yearlyPpm(regime, start) * (end - start);
  }
  return total;
}

/** The rate that holds on a day: reference and margin. Nothing before the first one is known. */
function yearlyPpm({ rates, marginPpm }: InterestRegime, day: EpochDay): number {
  const starts = rates.map(({ from }) => dayOfDate(from));
  const rate = rates[lastUpTo(starts, day)];
  return rate === undefined ? 0 : rate.referencePpm + marginPpm;
}

function fixedSum({ tiers }: LateItems, regime: InterestRegime, policy: Policy): number {
  const { tierAbove } = interestPeriodsOf(policy);
  const from = regime.fixed.map(({ fromMinor }) => fromMinor);
  return tiers.reduce((sum, count, tier) => {
    const step = regime.fixed[lastUpTo(from, tierAbove[tier] ?? 0)];
    return sum + count * (step?.sumMinor ?? 0);
  }, 0);
}
