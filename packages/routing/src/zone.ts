import { type LocalTime, localTimeAt } from '@duewatch/contracts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

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
