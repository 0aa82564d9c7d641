import { isoDateOf } from '@duewatch/contracts';
import { formatCount, formatMoney } from './money.ts';
import type { Evidence } from './news.ts';

/** Fields whose name alone does not read well. */
const LABELS: ReadonlyMap<string, string> = new Map([
  ['oldestCleanDays', 'oldest clean overdue'],
  ['cleanOverdueMinor', 'clean overdue'],
  ['limitMinor', 'credit limit'],
  ['cusum', 'upward shift of payment delay'],
  ['drift', 'payment drift'],
]);

/** Units that stand in a field's name and are said with the number instead. */
const UNIT_SUFFIX = /(Minor|Days|Ppm|Percent|Bp|Count)$/;

/**
 * One line of arithmetic as people say it: `oldest clean overdue 34 days > 30`. The mark between
 * value and threshold is how they compare now; the policy says when that fires.
 */
export function describeEvidence({ field, value, threshold, unit, text }: Evidence): string {
  const label = LABELS.get(field) ?? labelOf(field);
  if (value === null) {
    const limit = threshold === null ? '' : ` (limit ${show(threshold, unit)})`;
    return `${label} ${text ?? 'unknown'}${limit}`;
  }
  const note = text === null ? '' : ` (${text})`;
  if (threshold === null) return `${label} ${show(value, unit)}${note}`;
  const mark = value > threshold ? '>' : value < threshold ? '<' : '=';
  return `${label} ${show(value, unit)} ${mark} ${showBare(threshold, unit)}${note}`;
}

/** `promiseKeptShare` and `promise_kept_share` read `promise kept share`. */
function labelOf(field: string): string {
  return field
    .replace(UNIT_SUFFIX, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[_.]/g, ' ')
    .toLowerCase();
}

function show(amount: number, unit: string): string {
  if (/^[A-Z]{3}$/.test(unit)) return formatMoney({ amountMinor: amount, currency: unit });
  switch (unit) {
    case 'day':
    case 'days':
      return `${showNumber(amount)} ${Math.abs(amount) === 1 ? 'day' : 'days'}`;
    case 'percent':
      return `${showNumber(amount)} %`;
    case 'ppm':
      return `${decimal(amount, 4)} %`;
    case 'bp':
    case 'basis_points':
      return `${decimal(amount, 2)} %`;
    case 'permille':
      return `${decimal(amount, 1)} %`;
    case 'date':
    case 'epoch_day':
      return isoDateOf(amount);
    case 'count':
    case '':
      return showNumber(amount);
    default:
      return `${showNumber(amount)} ${unit.replaceAll('_', ' ')}`;
  }
}

/** The threshold without a unit that the value beside it already has said. */
function showBare(amount: number, unit: string): string {
  const isWorded = /^(day|days)$/.test(unit) || show(amount, unit).endsWith(` ${unit}`);
  return isWorded ? showNumber(amount) : show(amount, unit);
}

function showNumber(amount: number): string {
  return `${amount < 0 ? '−' : ''}${formatCount(Math.abs(amount))}`;
}

/** `amount / 10^places`, without zeros at the end and without floating point. */
function decimal(amount: number, places: number): string {
  const digits = String(Math.abs(amount)).padStart(places + 1, '0');
  const whole = formatCount(Number(digits.slice(0, -places)));
  const fraction = digits.slice(-places).replace(/0+$/, '');
  return `${amount < 0 ? '−' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}
