import type { EpochDay, EpochMs } from './units.ts';

const DAY_MS = 86_400_000;

/** What calendar and clock on the wall show: the day, and minutes since midnight. */
export interface LocalTime {
  readonly day: EpochDay;
  readonly minute: number;
}

/** Building an Intl formatter costs a hundred times more than using it. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known !== undefined) return known;
  const formatter = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone, calendar: 'gregory', hourCycle: 'h23' },
    ...{ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' },
  });
  formatters.set(timeZone, formatter);
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

/** What they show in `timeZone` at an instant. Throws a `RangeError` for a zone that is none. */
export function localTimeAt(instant: EpochMs, timeZone: string): LocalTime {
  const shown: Record<string, number> = {};
  for (const { type, value } of formatterOf(timeZone).formatToParts(instant)) {
    shown[type] = Number(value);
  }
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = shown;
  return { day: Date.UTC(year, month - 1, day) / DAY_MS, minute: hour * 60 + minute };
}
