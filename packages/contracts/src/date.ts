import type { EpochDay, EpochMs } from './units.ts';

const DAY_MS = 86_400_000;

/** 0001-01-01 and 9999-12-31: what an ISO date with four digits can say. */
export const EPOCH_DAY_MIN: EpochDay = -719_162;
export const EPOCH_DAY_MAX: EpochDay = 2_932_896;

const ZERO = 48;
const DASH = 45;
const COLON = 58;

/**
 * The day of an ISO date such as `2026-03-01`, or undefined when the text is not exactly that or
 * the date does not exist. `Date.parse` is not used: it takes 2026-02-30 for 2 March.
 */
export function epochDayOf(iso: string): EpochDay | undefined {
  return iso.length === 10 ? dayAt(iso) : undefined;
}

function dayAt(text: string): EpochDay | undefined {
  if (text.charCodeAt(4) !== DASH || text.charCodeAt(7) !== DASH) return undefined;
  const year = digitsAt(text, 0, 4);
  const month = digitsAt(text, 5, 2);
  const day = digitsAt(text, 8, 2);
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return undefined;
  return dayOfCivil(year, month, day);
}

/** The ISO date of a day. Throws a `RangeError` outside the years 0001 to 9999. */
export function isoDateOf(day: EpochDay): string {
  if (!Number.isInteger(day) || day < EPOCH_DAY_MIN || day > EPOCH_DAY_MAX) {
    throw new RangeError(`${day} is not a day of the years 0001 to 9999`);
  }
  // March-based years put the leap day last, so that one formula serves all months.
  const shifted = day + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const leaps = div(dayOfEra, 1460) - div(dayOfEra, 36_524) + div(dayOfEra, 146_096);
  const yearOfEra = div(dayOfEra - leaps, 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + div(yearOfEra, 4) - div(yearOfEra, 100));
  const marchMonth = div(5 * dayOfYear + 2, 153);
  const dayOfMonth = dayOfYear - div(153 * marchMonth + 2, 5) + 1;
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${padded(year, 4)}-${padded(month, 2)}-${padded(dayOfMonth, 2)}`;
}

/**
 * The instant of an RFC 3339 text such as `2026-03-01T09:30:00.5+01:00`, or undefined when it is
 * not one. Fractions finer than a millisecond are cut off; leap seconds are refused.
 */
export function epochMsOf(text: string): EpochMs | undefined {
  const day = dayAt(text);
  if (day === undefined || !isOneOf(text, 10, 'Tt ')) return undefined;
  if (text.charCodeAt(13) !== COLON || text.charCodeAt(16) !== COLON) return undefined;
  const hour = digitsAt(text, 11, 2);
  const minute = digitsAt(text, 14, 2);
  const second = digitsAt(text, 17, 2);
  if (!(hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59 && second >= 0 && second <= 59)) {
    return undefined;
  }
  const fraction = fractionAt(text, 19);
  if (fraction === undefined) return undefined;
  const offset = offsetMinutesAt(text, fraction.end);
  if (offset === undefined) return undefined;
  const minutes = hour * 60 + minute - offset;
  const instant = day * DAY_MS + minutes * 60_000 + second * 1000 + fraction.ms;
  return isExpressible(instant) ? instant : undefined;
}

/** The RFC 3339 text of an instant, in UTC with milliseconds. */
export function isoInstantOf(instant: EpochMs): string {
  if (!isExpressible(instant)) throw new RangeError(`${instant} is not an instant of 0001 to 9999`);
  const day = Math.floor(instant / DAY_MS);
  const ms = instant - day * DAY_MS;
  const clock = [div(ms, 3_600_000), div(ms, 60_000) % 60, div(ms, 1000) % 60]
    .map((part) => padded(part, 2))
    .join(':');
  return `${isoDateOf(day)}T${clock}.${padded(ms % 1000, 3)}Z`;
}

function isExpressible(instant: EpochMs): boolean {
  return (
    Number.isInteger(instant) &&
    instant >= EPOCH_DAY_MIN * DAY_MS &&
    instant < (EPOCH_DAY_MAX + 1) * DAY_MS
  );
}

/** Value of `count` decimal digits, or -1 when one of them is something else. */
function digitsAt(text: string, start: number, count: number): number {
  let value = 0;
  for (let at = start; at < start + count; at += 1) {
    const digit = text.charCodeAt(at) - ZERO;
    if (!(digit >= 0 && digit <= 9)) return -1;
    value = value * 10 + digit;
  }
  return value;
}

function fractionAt(text: string, start: number): { ms: number; end: number } | undefined {
  if (text[start] !== '.') return { ms: 0, end: start };
  let end = start + 1;
  let ms = 0;
  for (let unit = 100; ; unit /= 10) {
    const digit = digitsAt(text, end, 1);
    if (digit < 0) break;
    if (unit >= 1) ms += digit * unit;
    end += 1;
  }
  return end === start + 1 ? undefined : { ms, end };
}

function offsetMinutesAt(text: string, start: number): number | undefined {
  if (isOneOf(text, start, 'Zz')) return text.length === start + 1 ? 0 : undefined;
  if (!isOneOf(text, start, '+-') || text.length !== start + 6) return undefined;
  const hours = digitsAt(text, start + 1, 2);
  const minutes = digitsAt(text, start + 4, 2);
  if (text.charCodeAt(start + 3) !== COLON) return undefined;
  if (!(hours >= 0 && hours <= 23 && minutes >= 0 && minutes <= 59)) return undefined;
  return (text[start] === '-' ? -1 : 1) * (hours * 60 + minutes);
}

function isOneOf(text: string, at: number, choices: string): boolean {
  return at < text.length && choices.includes(text.charAt(at));
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function dayOfCivil(year: number, month: number, day: number): EpochDay {
  const marchYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const dayOfYear = div(153 * (month > 2 ? month - 3 : month + 9) + 2, 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + div(yearOfEra, 4) - div(yearOfEra, 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** Whole part of a quotient of numbers that are not negative. */
function div(dividend: number, divisor: number): number {
  return Math.floor(dividend / divisor);
}

function padded(value: number, width: number): string {
  return String(value).padStart(width, '0');
}
