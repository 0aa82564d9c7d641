import type { EpochDay } from '../types/units.ts';

/** A calendar month: year × 12 + month, January is 0. */
export type Month = number;

const DAYS_400_YEARS = 146_097;
/** From 0000-03-01 to 1970-01-01: years that begin in March have their leap day at the end. */
const SHIFT_DAYS = 719_468;

/** The month of a day, by integer arithmetic on the Gregorian calendar. */
export function monthOf(day: EpochDay): Month {
  const shifted = day + SHIFT_DAYS;
  const era = Math.floor(shifted / DAYS_400_YEARS);
  const dayOfEra = shifted - era * DAYS_400_YEARS;
  const leapDays =
    Math.floor(dayOfEra / 1_460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096);
  const yearOfEra = Math.floor((dayOfEra - leapDays) / 365);
  const dayOfYear =
    dayOfEra - 365 * yearOfEra - Math.floor(yearOfEra / 4) + Math.floor(yearOfEra / 100);
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  return (era * 400 + yearOfEra) * 12 + marchMonth + 2;
}

/** The first day of a month. */
export function firstDayOf(month: Month): EpochDay {
  const march = month - 2;
  const year = Math.floor(march / 12);
  const marchMonth = march - year * 12;
  const era = Math.floor(year / 400);
  const yearOfEra = year - era * 400;
  const dayOfYear = Math.floor((153 * marchMonth + 2) / 5);
  const dayOfEra =
    yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * DAYS_400_YEARS + dayOfEra - SHIFT_DAYS;
}

/** The day that is written 20260131 in documents: people read it, and it is a whole number. */
export function dayOfDate(date: number): EpochDay {
  const day = date % 100;
  const month = ((date - day) / 100) % 100;
  const year = (date - day - month * 100) / 10_000;
  return firstDayOf(year * 12 + month - 1) + day - 1;
}
