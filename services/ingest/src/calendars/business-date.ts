import { type EpochDay, type EpochMs, localTimeAt } from '@duewatch/contracts';

const dayMs = 86_400_000;

/** The date that a wall calendar in `timeZone` shows at an instant. */
export function businessDateAt(instant: EpochMs, timeZone: string): EpochDay {
  return localTimeAt(instant, timeZone).day;
}

/** By zone and date: finding one takes a search, and they are asked for again and again. */
const starts = new Map<string, EpochMs>();

/**
 * The first instant at which `timeZone` shows `date` or later. Usually local midnight; where a
 * clock change skips midnight, the moment after the gap; where a zone skipped the whole date, the
 * start of the next one.
 */
export function startOfBusinessDate(date: EpochDay, timeZone: string): EpochMs {
  const name = `${timeZone} ${date}`;
  const known = starts.get(name);
  if (known !== undefined) return known;
  const found = findStart(date, timeZone);
  starts.set(name, found);
  return found;
}

function findStart(date: EpochDay, timeZone: string): EpochMs {
  // Zones lie between UTC−12 and UTC+14, so the start is within 15 hours of UTC midnight.
  let before = date * dayMs - 15 * 3_600_000;
  let atOrAfter = date * dayMs + 39 * 3_600_000;
  while (atOrAfter - before > 1) {
    const middle = Math.floor((before + atOrAfter) / 2);
    if (businessDateAt(middle, timeZone) >= date) atOrAfter = middle;
    else before = middle;
  }
  return atOrAfter;
}

/** Minutes since midnight that a clock on the wall in `timeZone` shows at an instant. */
export function minutesOfDayAt(instant: EpochMs, timeZone: string): number {
  return localTimeAt(instant, timeZone).minute;
}

/** The next instant at which the business date of `timeZone` changes. */
export function nextMidnight(instant: EpochMs, timeZone: string): EpochMs {
  return startOfBusinessDate(businessDateAt(instant, timeZone) + 1, timeZone);
}
