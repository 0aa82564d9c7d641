import type { EpochDay, EpochMs } from '@duewatch/contracts';

const dayMs = 86_400_000;

/** Building an Intl formatter costs a hundred times more than using it. */
const formatters = new Map<string, Intl.DateTimeFormat>();
const clocks = new Map<string, Intl.DateTimeFormat>();

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(timeZone);
  if (formatter === undefined) {
    const fields = { year: 'numeric', month: 'numeric', day: 'numeric' } as const;
    formatter = new Intl.DateTimeFormat('en-US', { timeZone, calendar: 'gregory', ...fields });
    formatters.set(timeZone, formatter);
  }
  return formatter;
}

/** True for names such as `Europe/Paris` that this runtime knows the rules of. */
export function isTimeZone(name: string): boolean {
  try {
    formatterOf(name);
    return true;
  } catch {
    return false;
  }
}

/** The date that a wall calendar in `timeZone` shows at an instant. */
export function businessDateAt(instant: EpochMs, timeZone: string): EpochDay {
  let year = 0;
  let month = 0;
  let day = 0;
  for (const { type, value } of formatterOf(timeZone).formatToParts(instant)) {
    if (type === 'year') year = Number(value);
    else if (type === 'month') month = Number(value);
    else if (type === 'day') day = Number(value);
  }
  return Date.UTC(year, month - 1, day) / dayMs;
}

/**
 * The first instant at which `timeZone` shows `date` or later. Usually local midnight; where a
 * clock change skips midnight, the moment after the gap; where a zone skipped the whole date, the
 * start of the next one.
 */
export function startOfBusinessDate(date: EpochDay, timeZone: string): EpochMs {
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
  let formatter = clocks.get(timeZone);
  if (formatter === undefined) {
    const fields = { hour: 'numeric', minute: 'numeric', hourCycle: 'h23' } as const;
    formatter = new Intl.DateTimeFormat('en-US', { timeZone, ...fields });
    clocks.set(timeZone, formatter);
  }
  let minutes = 0;
  for (const { type, value } of formatter.formatToParts(instant)) {
    if (type === 'hour') minutes += 60 * Number(value);
    else if (type === 'minute') minutes += Number(value);
  }
  return minutes;
}

/** The next instant at which the business date of `timeZone` changes. */
export function nextMidnight(instant: EpochMs, timeZone: string): EpochMs {
  return startOfBusinessDate(businessDateAt(instant, timeZone) + 1, timeZone);
}
