import { isoDateOf } from '@duewatch/contracts';
import { formatCount, formatMoney } from './money.ts';

/** Decimals of units that are whole numbers of something smaller. */
const SCALED: ReadonlyMap<string, readonly [places: number, word: string]> = new Map([
  ['ppm', [4, '%']],
  ['bp', [2, '%']],
  ['permille', [1, '%']],
  ['percent', [0, '%']],
  ['milli', [3, '']],
  ['milli_days', [3, 'days']],
  ['sigma_milli', [3, 'σ']],
]);

/** True for an ISO 4217 code; a unit that is none says what the number counts. */
export function isCurrency(unit: string): boolean {
  return /^[A-Z]{3}$/.test(unit);
}

/** A number with its unit, as people say it: `34 days`, `12.5 %`, `EUR 500.00`. */
export function formatQuantity(amount: number, unit: string): string {
  if (isCurrency(unit)) return formatMoney({ amountMinor: amount, currency: unit });
  const scaled = SCALED.get(unit);
  if (scaled !== undefined) return `${decimal(amount, scaled[0])} ${scaled[1]}`.trim();
  switch (unit) {
    case 'day':
    case 'days':
      return `${decimal(amount, 0)} ${Math.abs(amount) === 1 ? 'day' : 'days'}`;
    case 'date':
    case 'epoch_day':
      return isoDateOf(amount);
    case 'count':
    case '':
      return decimal(amount, 0);
    default:
      return `${decimal(amount, 0)} ${unit.replaceAll('_', ' ')}`;
  }
}

/** The threshold without the word that the value beside it already has said. */
export function formatLimit(threshold: number, unit: string): string {
  if (isCurrency(unit) || unit === 'date' || unit === 'epoch_day')
    return formatQuantity(threshold, unit);
  const [places, word] = SCALED.get(unit) ?? [0, ''];
  return word === '%' ? formatQuantity(threshold, unit) : decimal(threshold, places);
}

/** `amount / 10^places`, without zeros at the end and without floating point. */
function decimal(amount: number, places: number): string {
  const digits = String(Math.abs(amount)).padStart(places + 1, '0');
  const whole = formatCount(Number(digits.slice(0, digits.length - places)));
  const fraction = digits.slice(digits.length - places).replace(/0+$/, '');
  return `${amount < 0 ? '−' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}
