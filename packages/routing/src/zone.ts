const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** What calendar and clock on the wall show: an epoch day, and minutes since midnight. */
export interface LocalTime {
  readonly day: number;
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

export function localTimeAt(instant: number, timeZone: string): LocalTime {
  const shown: Record<string, number> = {};
  for (const { type, value } of formatterOf(timeZone).formatToParts(instant)) {
    shown[type] = Number(value);
  }
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = shown;
  return { day: Date.UTC(year, month - 1, day) / DAY_MS, minute: hour * 60 + minute };
}

/** When the wall shows this time; where a clock change skips it, an hour before or after. */
export function instantOf(local: LocalTime, timeZone: string): number {
  const asUtc = local.day * DAY_MS + local.minute * MINUTE_MS;
  const aheadOfUtc = (instant: number): number => {
    const { day, minute } = localTimeAt(instant, timeZone);
    return day * DAY_MS + minute * MINUTE_MS - instant;
  };
  // How far the zone is ahead may change in between: asked again where the first answer leads.
  return asUtc - aheadOfUtc(asUtc - aheadOfUtc(asUtc));
}

/** `08:05`; the end of a day is `24:00`. */
export function clockText(minute: number): string {
  const two = (count: number): string => String(count).padStart(2, '0');
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}
