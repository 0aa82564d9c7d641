const DAY_MS = 86_400_000;
/** A live calendar is at most a day from the UTC date, and one more while events catch up. */
const LIVE_WITHIN_DAYS = 2;

/**
 * The time that waiting is measured in: cooldowns, snoozes, inhibition.
 */
export interface BusinessNow {
  /** Epoch milliseconds. */
  readonly now: number;
  /** The customer lives by the wall clock; false for calendars that are driven by a feeder. */
  readonly isLive: boolean;
}

/**
 * The wall clock's time where the profile speaks of today; on a fed calendar, where a year may pass
 * in a minute, midnight of the profile's date. Nobody sits at a fed calendar who could be late.
 */
export function businessNow(acceptedAt: number, asOf: number): BusinessNow {
  const isLive = Math.abs(Math.floor(acceptedAt / DAY_MS) - asOf) <= LIVE_WITHIN_DAYS;
  return { now: isLive ? acceptedAt : asOf * DAY_MS, isLive };
}

/** Days as milliseconds. */
export function days(count: number): number {
  return count * DAY_MS;
}

/** The same time on the next day that is no Saturday or Sunday (UTC). */
export function nextWorkday(at: number): number {
  let next = at + DAY_MS;
  while (isWeekend(next)) next += DAY_MS;
  return next;
}

function isWeekend(at: number): boolean {
  // The epoch began on a Thursday.
  const weekday = (Math.floor(at / DAY_MS) + 4) % 7;
  return weekday === 0 || weekday === 6;
}
