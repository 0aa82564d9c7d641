import type { EpochDay } from '../types/units.ts';

const ERA_DAYS = 146_097;

/** `2026-01-31` for a day since 1970, by whole numbers alone. */
export function isoDate(day: EpochDay): string {
  // Counted from 1 March of the year 0: leap days then end their years.
  const shifted = day + 719_468;
  const era = Math.floor(shifted / ERA_DAYS);
  const inEra = shifted - era * ERA_DAYS;
  const leaps = Math.floor(inEra / 1_460) - Math.floor(inEra / 36_524);
  const yearOfEra = Math.floor((inEra - leaps - Math.floor(inEra / 146_096)) / 365);
  const inYear =
    inEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * inYear + 2) / 153);
  const date = inYear - Math.floor((153 * marchMonth + 2) / 5) + 1;
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  const year = yearOfEra + 400 * era + (month <= 2 ? 1 : 0);
  return `${padded(year, 4)}-${padded(month, 2)}-${padded(date, 2)}`;
}

function padded(value: number, width: number): string {
  return String(value).padStart(width, '0');
}
