import type { LocalTime } from '@duewatch/contracts';

export const DAY_MINUTES = 1_440;

/** Names of days in the order of their numbers. */
export const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

/** Hours of every week, in minutes since local midnight. */
export interface WeeklyHours {
  /** The days that they begin on, 0 is Sunday. */
  readonly days: readonly number[];
  readonly from: number;
  /** At or before `from`, they end on the next day. */
  readonly to: number;
}

export function weekdayOf(day: number): number {
  // The epoch began on a Thursday.
  return (((day + 4) % 7) + 7) % 7;
}

export function isWithin({ days, from, to }: WeeklyHours, { day, minute }: LocalTime): boolean {
  const begins = (on: number): boolean => days.includes(weekdayOf(on));
  if (from < to) return begins(day) && minute >= from && minute < to;
  return (begins(day) && minute >= from) || (begins(day - 1) && minute < to);
}

/** True when the hours leave nothing of this day free. */
export function coversDay(hours: WeeklyHours, day: number): boolean {
  const { days, from, to } = hours;
  return from === 0 && to === DAY_MINUTES && days.includes(weekdayOf(day));
}
