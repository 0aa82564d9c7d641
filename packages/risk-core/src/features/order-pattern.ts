import { mondayOf, weekOf } from '../calendar/weeks.ts';
import { minorRate, toBase, UNKNOWN } from '../money/conversion.ts';
import { multiplyDivideDown, multiplyDivideUp } from '../money/integer.ts';
import { type OrderWeeks, WEEKS_BACK, WEEKS_COMPARED } from '../state/dossier/order-weeks.ts';
import type { Profile } from '../state/profile.ts';
import { driftMilli } from '../state/settlement-stats.ts';
import type { EpochDay } from '../types/units.ts';
import type { World } from '../types/world.ts';

const PPM = 1_000_000;

/** Values of row E4. */
export const USUAL = 0;
const UNUSUAL = 1;
const STEEP_IN_DRIFT = 2;

/**
 * Orders of the last eight whole weeks beside those of the same weeks a year ago, in base units:
 * both at today's rates, so that no rate makes a surge.
 */
export interface OrderPattern {
  readonly recentBase: number;
  readonly yearAgoBase: number;
  /** The first as a share of the second, rounded away from the usual; null without the second. */
  readonly ratioPpm: number | null;
  /** Weeks a year ago that had orders. */
  readonly yearAgoWeeks: number;
  /** First day of the recent weeks, and of those a year ago. */
  readonly recentFrom: EpochDay;
  readonly yearAgoFrom: EpochDay;
  /** The customer pays later than it used to by more than the policy's days. */
  readonly isDrifting: boolean;
  /** As row E4 reads it; null while the year before is no yardstick. */
  readonly grade: number | null;
}

/** How the customer orders; null when it has not ordered for more than a year. */
export function orderPatternOf(profile: Profile, world: World): OrderPattern | null {
  const { orderWeeks } = profile.dossier;
  if (orderWeeks === null) return null;
  const thisWeek = weekOf(profile.today);
  const recent = sumOf(orderWeeks, thisWeek - WEEKS_COMPARED, world);
  const yearAgo = sumOf(orderWeeks, thisWeek - WEEKS_COMPARED - WEEKS_BACK, world);
  const sums = {
    recentBase: recent.base,
    yearAgoBase: yearAgo.base,
    ratioPpm: ratioOf(recent.base, yearAgo.base),
    yearAgoWeeks: yearAgo.weeks,
    recentFrom: mondayOf(thisWeek - WEEKS_COMPARED),
    yearAgoFrom: mondayOf(thisWeek - WEEKS_COMPARED - WEEKS_BACK),
    isDrifting: isDriftingNow(profile, world),
  };
  return { ...sums, grade: gradeOf(sums, world) };
}

function isDriftingNow({ stats }: Profile, { policy }: World): boolean {
  const isKnown = stats.count > 0 && stats.count >= policy.bands.provisionalBelow;
  return isKnown && driftMilli(stats) > policy.orderPattern.driftDays * 1_000;
}

function ratioOf(recent: number, yearAgo: number): number | null {
  if (yearAgo <= 0) return null;
  const ratio = recent >= yearAgo ? multiplyDivideUp : multiplyDivideDown;
  return ratio(recent, PPM, yearAgo);
}

/** A threefold collapse costs no more than a twofold one: who orders little owes little. */
function gradeOf(sums: Omit<OrderPattern, 'grade'>, { policy }: World): number | null {
  const { minWeeks, ignoreBelowMinor, surgePpm, collapsePpm, steepPpm } = policy.orderPattern;
  const { ratioPpm, yearAgoBase, yearAgoWeeks, isDrifting } = sums;
  if (ratioPpm === null || yearAgoWeeks < minWeeks || yearAgoBase < ignoreBelowMinor) return null;
  if (isDrifting && ratioPpm > steepPpm) return STEEP_IN_DRIFT;
  return ratioPpm > surgePpm || ratioPpm < collapsePpm ? UNUSUAL : USUAL;
}

function sumOf({ sums }: OrderWeeks, from: number, { rates }: World) {
  let base = 0;
  let weeks = 0;
  let lastWeek = 0;
  for (const { week, currency, amountMinor } of sums) {
    if (week < from || week >= from + WEEKS_COMPARED) continue;
    const rate = minorRate(rates, currency, null);
    // What cannot be valued is left out on both sides.
    if (rate === UNKNOWN) continue;
    base += toBase(amountMinor, rate);
    if (week !== lastWeek) weeks += 1;
    lastWeek = week;
  }
  return { base, weeks };
}
