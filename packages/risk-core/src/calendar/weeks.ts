import type { EpochDay } from '../types/units.ts';

/** A week from Monday to Sunday, counted from that of 1970-01-01, a Thursday. */
export type Week = number;

const DAYS = 7;
const THURSDAY = 3;

/** The week of a day. */
export function weekOf(day: EpochDay): Week {
  return Math.floor((day + THURSDAY) / DAYS);
}

/** The first day of a week. */
export function mondayOf(week: Week): EpochDay {
  return week * DAYS - THURSDAY;
}
