import type { EpochDay } from '../types/units.ts';
import type { Policy } from './policy.ts';

/** Ageing buckets that every ledger speaks of; policies do not change them. */
export const BUCKET_DAYS = [30, 60, 90, 120] as const;

/** Not due yet. */
export const NOT_DUE = 0;
/** Due, but the first business day after the due day has not come. */
export const DUE = 1;
/** Past due within the grace days. Everything above is clean overdue. */
export const IN_GRACE = 2;

/**
 * Open items are summed up by classes of age, so that "older than N days" is a sum of classes and
 * a clock step moves only the items that cross a limit. Class 3 + n is above `limits[n]` days.
 */
export interface AgeClasses {
  /** Ages in days, rising: grace, the policy's floors, the buckets, the end of lateness. */
  readonly limits: readonly number[];
  readonly count: number;
}

const known = new WeakMap<Policy, AgeClasses>();

/** The classes of a policy; the same object for the same policy. */
export function ageClassesOf(policy: Policy): AgeClasses {
  const seen = known.get(policy);
  if (seen) return seen;
  const { overdue, behaviour } = policy;
  const ages = [overdue.graceDays, ...overdue.floorDays, ...BUCKET_DAYS, behaviour.clipLateDays];
  const limits = [...new Set(ages)].sort((a, b) => a - b);
  const classes = { limits, count: limits.length + 3 };
  known.set(policy, classes);
  return classes;
}

/** The class of an item on a day. */
export function ageClass(
  classes: AgeClasses,
  ageFrom: EpochDay,
  overdueFrom: EpochDay,
  day: EpochDay,
): number {
  if (day < ageFrom) return NOT_DUE;
  if (day < overdueFrom) return DUE;
  const age = day - ageFrom;
  let index = 0;
  for (const limit of classes.limits) {
    if (age <= limit) break;
    index += 1;
  }
  return IN_GRACE + index;
}

/** First day after `day` on which the class changes, or `never`. */
export function nextClassDay(
  classes: AgeClasses,
  ageFrom: EpochDay,
  overdueFrom: EpochDay,
  day: EpochDay,
  never: EpochDay,
): EpochDay {
  if (day < ageFrom) return ageFrom;
  if (day < overdueFrom) return overdueFrom;
  for (const limit of classes.limits) {
    if (day - ageFrom <= limit) return ageFrom + limit + 1;
  }
  return never;
}

/** Lowest class whose items are all older than `days`, which must be one of the limits. */
export function classAbove(classes: AgeClasses, days: number): number {
  return IN_GRACE + 1 + classes.limits.indexOf(days);
}
