import { isoDateOf } from '@duewatch/contracts';
import { formatCount, formatMoney } from './money.ts';
import type { Evidence } from './news.ts';

/** Fields whose name alone does not read well. */
const LABELS: ReadonlyMap<string, string> = new Map([
  ['ageDays', 'last heard of'],
  ['altmanMilli', 'Altman Z″'],
  ['cleanOverdueMinor', 'clean overdue'],
  ['caseMinor', 'claimed'],
  ['contactAgeDays', 'last contact before'],
  ['coverMinor', 'insured'],
  ['curedDays', 'without delay for'],
  ['cusumMilli', 'upward shift of payment delay'],
  ['daysBeyondTolerance', 'beyond the promised date'],
  ['daysOpen', 'open for'],
  ['daysSince', 'last failure before'],
  ['differenceMinor', 'difference to the ledger'],
  ['driftMilliDays', 'payments drift by'],
  ['unpaidCusumMilli', 'of it by invoices still unpaid'],
  ['usualSpreadMilliDays', 'payment dates used to scatter by'],
  ['irregularityMilliDays', 'payment dates scatter by'],
  ['effectiveInDays', 'in force in'],
  ['failedPayments90', 'failed payments in 90 days'],
  ['kycExpiredDays', 'check expired for'],
  ['limitDaysLeft', 'limit ends in'],
  ['limitMinor', 'credit limit'],
  ['oldestCleanDays', 'oldest clean overdue'],
  ['publishedDays', 'published before'],
  ['registeredDays', 'registered before'],
  ['percentilePpm', 'share of companies that are better'],
  ['overrideDaysLeft', 'pinned band ends in'],
  ['peakSeverity', 'at its worst'],
  ['reportDaysLeft', 'to be reported in'],
  ['reportedOpenMinor', 'open by the ledger'],
  ['reviewAgeDays', 'last review before'],
  ['revokedDays', 'revoked for'],
  ['termsLongerDays', 'terms longer by'],
]);

/** Units that stand in a field's name and are said with the number instead. */
const UNIT_SUFFIX = /(Minor|MilliDays|Milli|Days|Ppm|Percent|Bp|Count)$/;

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

const CURRENCY = /^[A-Z]{3}$/;

/**
 * One line of arithmetic as people say it: `oldest clean overdue 34 days > 30`. The mark between
 * value and threshold is how they compare now; the policy says when that fires. Sums that name no
 * currency are in `currency`, the alert's own.
 */
export function describeEvidence(evidence: Evidence, currency: string | null): string {
  const { field, value, threshold, text } = evidence;
  const label = LABELS.get(field) ?? labelOf(field);
  // A band is a letter; the number that it is compared by says nothing to a reader.
  if (evidence.unit === 'band' && text !== null) return `${label} ${text}`;
  const ownCurrency = evidence.unit === 'minor' && text !== null && CURRENCY.test(text);
  const unit = evidence.unit === 'minor' ? (ownCurrency ? text : (currency ?? '')) : evidence.unit;
  if (value === null) {
    const limit = threshold === null ? '' : ` (limit ${show(threshold, unit)})`;
    return `${label} ${text ?? 'unknown'}${limit}`;
  }
  const note = text === null || ownCurrency ? '' : ` (${text})`;
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
  if (CURRENCY.test(unit)) return formatMoney({ amountMinor: amount, currency: unit });
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
function showBare(threshold: number, unit: string): string {
  if (CURRENCY.test(unit) || unit === 'date' || unit === 'epoch_day') return show(threshold, unit);
  const [places, word] = SCALED.get(unit) ?? [0, ''];
  return word === '%' ? show(threshold, unit) : decimal(threshold, places);
}

/** `amount / 10^places`, without zeros at the end and without floating point. */
function decimal(amount: number, places: number): string {
  const digits = String(Math.abs(amount)).padStart(places + 1, '0');
  const whole = formatCount(Number(digits.slice(0, digits.length - places)));
  const fraction = digits.slice(digits.length - places).replace(/0+$/, '');
  return `${amount < 0 ? '−' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}
