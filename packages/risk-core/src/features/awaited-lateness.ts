import { divide } from '../money/integer.ts';
import type { Policy } from '../policy/policy.ts';
import { uncoveredCount } from '../state/awaited.ts';
import type { Profile } from '../state/profile.ts';
import type { SettlementStats } from '../state/settlement-stats.ts';
import { sumFrom } from '../state/sums.ts';
import type { EpochDay } from '../types/units.ts';

const MILLI = 1_000;

/** How far ahead the alarm's day is looked for; until then nothing is missed. */
const LOOK_AHEAD_DAYS = 32;

/**
 * What an invoice that is already z spreads beyond the usual will be on average when it is paid at
 * last: the mean of a normal spread above z, for z from -1 by quarters. All in thousandths.
 */
const MEANS_ABOVE = [
  288, 389, 509, 646, 798, 964, 1_141, 1_329, 1_525, 1_729, 1_939, 2_154, 2_373, 2_596, 2_823,
  3_052, 3_283, 3_516, 3_751, 3_988, 4_226,
];
const FIRST_GAP = -1_000;
const GAP_STEP = 250;

/**
 * What unpaid invoices add to the CUSUM on a day, in thousandths of the spread: each stands for
 * what it will be at least, and one that may still be usual takes nothing away. It grows by the
 * clock alone, and what comes in becomes a settlement with about the same share.
 */
export function awaitedCusumMilli(profile: Profile, policy: Policy, day: EpochDay): number {
  const { stats, awaited } = profile;
  if (stats.sigmaMilli === 0) return 0;
  const { clipEarlyDays, clipLateDays } = policy.behaviour;
  let sum = 0;
  let left = coveredBase(profile);
  if (awaited.oldCount > 0) {
    const count = uncoveredCount(awaited.oldCount, awaited.oldBase, left);
    sum += count * addedBy(stats, clipLateDays, policy);
    left -= awaited.oldBase;
  }
  for (const { on, count, base } of awaited.days) {
    const age = day - on;
    // The oldest come first: where one adds nothing, none behind it does.
    const added = age < -clipEarlyDays ? 0 : addedBy(stats, Math.min(age, clipLateDays), policy);
    if (added === 0) break;
    sum += added * uncoveredCount(count, base, left);
    left -= base;
  }
  return sum;
}

function addedBy(stats: SettlementStats, late: number, { behaviour }: Policy): number {
  const gap = divide((late * MILLI - stats.meanMilli) * MILLI, stats.sigmaMilli);
  const expected = Math.min(behaviour.cusumCapMilli, meanAbove(gap));
  return Math.max(0, expected - behaviour.cusumSlackMilli);
}

/** Money that is here and lies on no invoice yet, as far as it covers what is due. */
export function coveredBase({ cover }: Profile): number {
  return sumFrom(cover.byClass, 0);
}

function meanAbove(gap: number): number {
  const from = gap - FIRST_GAP;
  if (from < 0) return 0;
  const slot = Math.floor(from / GAP_STEP);
  const low = MEANS_ABOVE[slot];
  const high = MEANS_ABOVE[slot + 1];
  if (low === undefined || high === undefined) return gap;
  return low + divide((high - low) * (from - slot * GAP_STEP), GAP_STEP);
}

/**
 * The next day on which unpaid invoices alone could raise the drift alarm; null when they never
 * can. At most a look-ahead away: a day too early costs a needless look, one too late an alarm.
 */
export function awaitedAlarmDay(
  profile: Profile,
  policy: Policy,
  cusumMilli: number,
): EpochDay | null {
  const { stats, awaited, today } = profile;
  const { behaviour } = policy;
  const { cusumAlarmMilli } = behaviour;
  if (stats.sigmaMilli === 0 || stats.alarmOn >= 0 || cusumMilli > cusumAlarmMilli) return null;
  if (stats.count < behaviour.driftMinSettled) return null;
  const room = cusumAlarmMilli - stats.cusumMilli;
  const mostEach = behaviour.cusumCapMilli - behaviour.cusumSlackMilli;
  let most = awaited.oldCount;
  for (const { count } of awaited.days) most += count;
  if (most * mostEach <= room) return null;
  const isOver = (day: EpochDay) => awaitedCusumMilli(profile, policy, day) > room;
  let low = today;
  let high = today + LOOK_AHEAD_DAYS;
  if (!isOver(high)) return high + 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (isOver(middle)) high = middle;
    else low = middle;
  }
  return high;
}
