import { exchange, minorRate, toBase, UNKNOWN } from '../money/conversion.ts';
import { multiplyDivideDown, multiplyDivideUp } from '../money/integer.ts';
import { type AgeClasses, classAbove, DUE, IN_GRACE } from '../policy/age-classes.ts';
import type { Profile } from '../state/profile.ts';
import { NEVER } from '../state/records.ts';
import { sumFrom } from '../state/sums.ts';
import type { EpochDay } from '../types/units.ts';
import type { World } from '../types/world.ts';

/** Largest utilisation that is told apart: far above any threshold, and a limit of 0 has it. */
export const UTILISATION_CAP_PPM = 99_999_999;

const PPM = 1_000_000;
const MILLI = 1_000;

/** Facts of one customer on its current day, from which features, bands and conditions follow. */
export interface Findings {
  readonly today: EpochDay;
  /** Open items in base units at issue-date rates, and the highest such sum of 30 days. */
  readonly openBase: number;
  readonly peakBase: number;
  /** Clean overdue beyond grace, after cover. */
  readonly cleanOverdue: number;
  readonly oldestDays: number;
  /** Clean amounts after cover that are older than the policy's floor ages. */
  readonly olderThan: readonly number[];
  /** Sums behind days beyond terms: clean items that are due, after cover, and × their age. */
  readonly dueClean: number;
  readonly dueAge: number;
  /** At current rates. */
  readonly exposureBase: number;
  readonly hasUnknownRate: boolean;
  /** In the limit's currency; null without a limit or without a rate. */
  readonly exposureInLimit: number | null;
  /** Rounded up, as points want it, and down, as alerts do. */
  readonly utilisationUpPpm: number | null;
  readonly utilisationDownPpm: number | null;
  readonly tenureDays: number | null;
  readonly isProvisional: boolean;
}

/** Measures the profile as it stands. */
export function measure(profile: Profile, world: World, classes: AgeClasses): Findings {
  const { sums, cover, today } = profile;
  const { policy } = world;
  const openBase = sumFrom(sums.openByClass, 0);
  const exposure = exposureOf(profile, world);
  const since = profile.master.onboardedOn ?? profile.firstSeenOn;
  return {
    today,
    openBase,
    peakBase: Math.max(openBase, peakSince(profile, today)),
    cleanOverdue: cleanOverdueOf(profile),
    oldestDays: cover.oldestOn === NEVER ? 0 : today - cover.oldestOn,
    olderThan: policy.overdue.floorDays.map((days) => {
      const from = classAbove(classes, days);
      return sumFrom(sums.cleanByClass, from) - sumFrom(cover.byClass, from);
    }),
    dueClean: sumFrom(sums.cleanByClass, DUE) - sumFrom(cover.byClass, DUE),
    dueAge: sums.dueAge - cover.age,
    ...exposure,
    tenureDays: since === NEVER ? null : Math.max(0, today - since),
    isProvisional: profile.stats.count < policy.bands.provisionalBelow,
  };
}

/** Clean amounts beyond grace, after cover, in base units. */
export function cleanOverdueOf({ sums, cover }: Profile): number {
  const overdueClass = IN_GRACE + 1;
  return sumFrom(sums.cleanByClass, overdueClass) - sumFrom(cover.byClass, overdueClass);
}

type Exposure = Pick<
  Findings,
  'exposureBase' | 'hasUnknownRate' | 'exposureInLimit' | 'utilisationUpPpm' | 'utilisationDownPpm'
>;

/** Each currency's subtotal is valued once; a single currency with a limit in it stays exact. */
function exposureOf(profile: Profile, world: World): Exposure {
  const { limit } = profile;
  const hasLimit = limit.amountMinor !== NEVER;
  const limitRate = hasLimit ? minorRate(world.rates, limit.currency, null) : UNKNOWN;
  let exposureBase = 0;
  let inLimit = 0;
  let hasUnknownRate = false;
  for (const book of profile.books) {
    const exposure = book.openMinor - book.cashMinor - book.creditMinor;
    const rate = minorRate(world.rates, book.currency, null);
    if (rate === UNKNOWN) hasUnknownRate = true;
    else exposureBase += toBase(exposure, rate);
    if (!hasLimit) continue;
    if (book.currency === limit.currency) inLimit += exposure;
    else if (rate !== UNKNOWN && limitRate !== UNKNOWN)
      inLimit += exchange(exposure, rate, limitRate);
  }
  if (!hasLimit) return { exposureBase, hasUnknownRate, ...noLimit };
  const used = Math.max(0, inLimit);
  return {
    exposureBase,
    hasUnknownRate,
    exposureInLimit: inLimit,
    utilisationUpPpm: utilisation(used, limit.amountMinor, multiplyDivideUp),
    utilisationDownPpm: utilisation(used, limit.amountMinor, multiplyDivideDown),
  };
}

const noLimit = {
  exposureInLimit: null,
  utilisationUpPpm: null,
  utilisationDownPpm: null,
} as const;

function utilisation(used: number, limit: number, ratio: typeof multiplyDivideUp): number {
  if (limit <= 0) return used > 0 ? UTILISATION_CAP_PPM : 0;
  return Math.min(UTILISATION_CAP_PPM, ratio(used, PPM, limit));
}

function peakSince(profile: Profile, today: EpochDay): number {
  const { peaks } = profile;
  for (let index = 0; index + 1 < peaks.length; index += 2) {
    if ((peaks[index] ?? 0) > today - PEAK_DAYS) return peaks[index + 1] ?? 0;
  }
  return 0;
}

/** Days for which a high balance is remembered, so that paying early never costs points. */
export const PEAK_DAYS = 30;

/** A share in parts per million, rounded up; null when there is nothing to have a share of. */
export function shareUp(part: number, whole: number): number | null {
  return whole > 0 ? multiplyDivideUp(Math.max(0, part), PPM, whole) : null;
}

/** A weighted mean of days in thousandths, rounded up; null without weight. */
export function meanDaysUp(dayAmounts: number, amounts: number): number | null {
  return amounts > 0 ? multiplyDivideUp(Math.max(0, dayAmounts), MILLI, amounts) : null;
}
