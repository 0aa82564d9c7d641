import type { Evidence } from '@duewatch/contracts';
import { printable } from './printable.ts';

/** `EUR 12,345.60`, for currencies of two decimals, which the sample and the stories use. */
const minorDigits = 2;

/**
 * One line of arithmetic: what was measured, and the limit that it is held against. Sums that name
 * no currency are in `currency`.
 */
export function arithmetic(evidence: Evidence, currency: string): string {
  const { field, value, threshold, text } = evidence;
  // A band is a letter; the number that it is compared by says nothing to a reader.
  if (evidence.unit === 'band' && text !== null) return `band ${printable(text)}`;
  const unit = evidence.unit === 'minor' ? currency : evidence.unit;
  const label = printable(field)
    .replace(/(Minor|MilliDays|Milli|Days|Ppm)$/, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase();
  const note = text === null ? '' : ` ${printable(text)}`;
  if (value === null) return `${label}${note}`;
  const limit = threshold === null ? '' : ` ${markOf(value, threshold)} ${show(threshold, unit)}`;
  return `${label} ${show(value, unit)}${limit}${note === '' ? '' : ` (${note.trim()})`}`;
}

function markOf(value: number, threshold: number): string {
  if (value === threshold) return '=';
  return value > threshold ? '>' : '<';
}

function show(value: number, unit: string): string {
  if (/^[A-Z]{3}$/.test(unit)) return `${unit} ${decimal(value, minorDigits)}`;
  if (unit === 'ppm') return `${trimmed(decimal(Math.round(value / 100), 2))} %`;
  const milli = MILLI.get(unit);
  if (milli !== undefined) return `${trimmed(decimal(value, 3))} ${milli}`;
  if (unit === 'days') return `${grouped(value)} ${Math.abs(value) === 1 ? 'day' : 'days'}`;
  return unit === '' || unit === 'count' ? grouped(value) : `${grouped(value)} ${printable(unit)}`;
}

/** Units that are thousandths of what people say. */
const MILLI: ReadonlyMap<string, string> = new Map([
  ['milli_days', 'days'],
  ['sigma_milli', 'σ'],
]);

/** Without zeros at the end. */
function trimmed(text: string): string {
  return text.replace(/\.?0+$/, '');
}

function decimal(value: number, places: number): string {
  const digits = String(Math.abs(value)).padStart(places + 1, '0');
  const sign = value < 0 ? '-' : '';
  return `${sign}${grouped(Number(digits.slice(0, -places)))}.${digits.slice(-places)}`;
}

function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}
