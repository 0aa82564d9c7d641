import { formatLimit, formatQuantity, isCurrency } from './quantity.ts';

/** One number that a condition rests on, with the limit that it is measured against. */
export interface EvidenceFacts {
  readonly field: string;
  readonly value: number | null;
  readonly threshold: number | null;
  /** `days`, `ppm`, `count`, a currency code, `minor` for money of a currency named elsewhere … */
  readonly unit: string;
  /** A currency, a band or a name that belongs to the number. */
  readonly text: string | null;
}

/** Fields whose name alone does not read well. */
const LABELS: ReadonlyMap<string, string> = new Map([
  ['ageDays', 'last heard of'],
  ['altmanMilli', 'Altman Z″'],
  ['billedMinor90', 'billed in 90 days'],
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
  ['disputedMinor90', 'disputed in 90 days'],
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

/**
 * One line of arithmetic as people say it: `oldest clean overdue 34 days > 30`. The mark between
 * value and threshold is how they compare now; the policy says when that fires. Sums that name no
 * currency are in `currency`, the alert's own.
 */
export function describeEvidence(evidence: EvidenceFacts, currency: string | null): string {
  const { field, value, threshold, text } = evidence;
  const label = LABELS.get(field) ?? labelOf(field);
  // A band is a letter; the number that it is compared by says nothing to a reader.
  if (evidence.unit === 'band' && text !== null) return `${label} ${text}`;
  const ownCurrency = evidence.unit === 'minor' && text !== null && isCurrency(text);
  const unit = evidence.unit === 'minor' ? (ownCurrency ? text : (currency ?? '')) : evidence.unit;
  if (value === null) {
    const limit = threshold === null ? '' : ` (limit ${formatQuantity(threshold, unit)})`;
    return `${label} ${text ?? 'unknown'}${limit}`;
  }
  const note = text === null || ownCurrency ? '' : ` (${text})`;
  if (threshold === null) return `${label} ${formatQuantity(value, unit)}${note}`;
  const mark = value > threshold ? '>' : value < threshold ? '<' : '=';
  return `${label} ${formatQuantity(value, unit)} ${mark} ${formatLimit(threshold, unit)}${note}`;
}

/** `promiseKeptShare` and `promise_kept_share` read `promise kept share`. */
function labelOf(field: string): string {
  return field
    .replace(UNIT_SUFFIX, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[_.]/g, ' ')
    .toLowerCase();
}
