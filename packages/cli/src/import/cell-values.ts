import { type EpochDay, epochDayOf } from '@duewatch/contracts';
import { decimals } from '@duewatch/risk-core';

/** Ledgers hold typing errors such as the years 0201 and 8202; no invoice is that old or far. */
const FIRST_YEAR = 1990;
const LAST_YEAR = 2100;

/** Reads a date in any of the formats; undefined when it fits none or is no day of these times. */
export function readDate(text: string, formats: readonly string[]): EpochDay | undefined {
  for (const format of formats) {
    const found = patternOf(format).exec(text)?.groups;
    if (found === undefined) continue;
    const [year = '', month = '', day = ''] = [found['year'], found['month'], found['day']];
    if (Number(year) < FIRST_YEAR || Number(year) > LAST_YEAR) return undefined;
    return epochDayOf(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);
  }
  return undefined;
}

const patterns = new Map<string, RegExp>();

/** `M/D/YYYY` takes one or two digits, `MM` exactly two. */
function patternOf(format: string): RegExp {
  const known = patterns.get(format);
  if (known !== undefined) return known;
  const source = format.replace(/YYYY|MM|DD|M|D|[./]/g, (token) => TOKENS[token] ?? token);
  const pattern = new RegExp(`^${source}$`);
  patterns.set(format, pattern);
  return pattern;
}

const TOKENS: Readonly<Record<string, string>> = {
  YYYY: '(?<year>\\d{4})',
  MM: '(?<month>\\d{2})',
  M: '(?<month>\\d{1,2})',
  DD: '(?<day>\\d{2})',
  D: '(?<day>\\d{1,2})',
  '.': '\\.',
  '/': '\\/',
};

export interface AmountFormat {
  readonly amounts: 'decimal' | 'minor';
  readonly decimalSeparator: '.' | ',';
  readonly currency: string;
}

/** Reads an amount exactly, in minor units; undefined when it is no amount of that currency. */
export function readAmount(text: string, format: AmountFormat): number | undefined {
  const { amounts, decimalSeparator, currency } = format;
  const isNegative = /^\(.*\)$|^-|-$/.test(text);
  const digits = text.replace(/^[(-]|[)-]$/g, '').replace(/[\s\u00a0']/g, '');
  const grouping = decimalSeparator === '.' ? ',' : '.';
  const plain = digits.split(grouping).join('').replace(decimalSeparator, '.');
  const [, whole = '', fraction = ''] = /^(\d{1,15})(?:\.(\d*))?$/.exec(plain) ?? [];
  if (whole === '') return undefined;
  const exponent = amounts === 'minor' ? 0 : decimals(currency);
  // Digits beyond the currency's must be zeros: rounding would make up money.
  if (/[1-9]/.test(fraction.slice(exponent))) return undefined;
  const minor = Number(whole + fraction.slice(0, exponent).padEnd(exponent, '0'));
  if (!Number.isSafeInteger(minor)) return undefined;
  return isNegative ? -minor : minor;
}

/**
 * An id as records may hold it. Anything outside the allowed letters becomes `~` and its code in
 * hex, so two ids never become one.
 */
export function safeId(text: string): string {
  const escaped = text.replace(/[^A-Za-z0-9_.:/#+=-]/g, (letter) =>
    [...Buffer.from(letter)].map((byte) => `~${byte.toString(16).padStart(2, '0')}`).join(''),
  );
  return /^[A-Za-z0-9_]/.test(escaped) ? escaped : `_${escaped}`;
}
