import type { EpochDay } from '../types/units.ts';
import type { Calendar } from '../types/world.ts';

/** 1970-01-01 was a Thursday; 0 is Sunday. */
const WEEKDAY_OF_DAY_ZERO = 4;

/** A calendar without a single business day must not hang a fold. */
const LONGEST_CLOSURE_DAYS = 370;

/** False on the weekend and on holidays. */
export function isBusinessDay(calendar: Calendar, day: EpochDay): boolean {
  const weekday = (((day + WEEKDAY_OF_DAY_ZERO) % 7) + 7) % 7;
  return (calendar.weekendMask & (1 << weekday)) === 0 && !calendar.holidays.has(day);
}

/** The day itself, or the next business day after a weekend or holiday. */
export function onOrAfter(calendar: Calendar, day: EpochDay): EpochDay {
  let candidate = day;
  while (!isBusinessDay(calendar, candidate) && candidate - day < LONGEST_CLOSURE_DAYS) {
    candidate += 1;
  }
  return candidate;
}

/** The last business day before this one. */
export function businessDayBefore(calendar: Calendar, day: EpochDay): EpochDay {
  let candidate = day - 1;
  while (!isBusinessDay(calendar, candidate) && day - candidate < LONGEST_CLOSURE_DAYS) {
    candidate -= 1;
  }
  return candidate;
}

/** The business day that comes `count` business days after this one. */
export function businessDaysAfter(calendar: Calendar, day: EpochDay, count: number): EpochDay {
  let candidate = day;
  for (let passed = 0; passed < count; passed += 1) {
    candidate = onOrAfter(calendar, candidate + 1);
  }
  return candidate;
}
