import { type BusinessCalendar, dueDayOf } from './business-calendar.ts';
import { type Day, isOpenOn, type LedgerRow } from './ledger-row.ts';
import { rounded } from './rounding.ts';

/** How far a customer's settlements speak for its paying later than it used to. */
export interface DriftEvidence {
  /** Settlements alone have raised the alarm, and it is not over. */
  readonly isAlarm: boolean;
  /** Running sum of how far payments lie above the usual, in thousandths of the usual spread. */
  readonly sumMilli: number;
  /** What is usual; null before it can be told. */
  readonly usual: { readonly meanMilli: number; readonly spreadMilli: number } | null;
}

/** Settlements that tell what is usual: how many, the sum of their days late, of the squares. */
interface Past {
  readonly count: number;
  readonly sum: number;
  readonly squares: number;
}

/** Settlements before which nothing is usual, and before which there is no alarm. */
const leastUsual = 3;
const leastAlarm = 6;

/** No single invoice lies further above or below the usual than this. */
const most = 3_000;
const slack = 500;

/**
 * The alarm rises when the running sum passes five spreads, or when drift reaches eight days and
 * one and a half spreads; it is over after three settlements in a row with drift below four. What
 * is usual is taken anew only while the sum is at zero, from all settlements since the last alarm,
 * which leaves what was so then with the weight of six.
 */
export function driftEvidenceAfter(
  lates: readonly number[],
  slowMeans: readonly number[],
  drifts: readonly number[],
): DriftEvidence {
  let past: Past = { count: 0, sum: 0, squares: 0 };
  let usual: DriftEvidence['usual'] = null;
  let sumMilli = 0;
  let calm = 0;
  let isAlarm = false;
  lates.forEach((late, index) => {
    if (usual !== null) {
      // Half a spread above the usual is no news.
      const gap = rounded((late * 1_000 - usual.meanMilli) * 1_000, usual.spreadMilli);
      sumMilli = Math.max(0, sumMilli + Math.min(most, Math.max(-most, gap)) - slack);
    }
    past = { count: past.count + 1, sum: past.sum + late, squares: past.squares + late * late };
    if (past.count >= leastUsual && sumMilli === 0) usual = usualOf(past);
    const drift = drifts[index] ?? 0;
    if (!isAlarm) {
      const wide = rounded((usual?.spreadMilli ?? 0) * 1_500, 1_000);
      const isApart = drift >= 8_000 && drift >= wide;
      isAlarm = index + 1 >= leastAlarm && (sumMilli > 5_000 || isApart);
      calm = 0;
      return;
    }
    calm = drift < 4_000 ? calm + 1 : 0;
    if (calm < 3) return;
    isAlarm = false;
    sumMilli = 0;
    const mean = rounded(slowMeans[index] ?? 0, 1_000);
    const spread = rounded(usual?.spreadMilli ?? 0, 1_000);
    const squares = leastAlarm * (mean * mean + spread * spread);
    past = { count: leastAlarm, sum: leastAlarm * mean, squares };
    usual = usualOf(past);
  });
  return { isAlarm, sumMilli, usual };
}

/**
 * The customer's own mean; and its spread as if three more settlements had lain nine days off,
 * made wider by how uncertain the mean of so many is, and at least three days.
 */
function usualOf({ count, sum, squares }: Past) {
  const around = rounded((count * squares - sum * sum) * 1_000_000, count);
  const variance = rounded(3 * 9_000 ** 2 + around, 3 + count);
  const widened = rounded(variance * (count + 1), count);
  return {
    meanMilli: rounded(sum * 1_000, count),
    spreadMilli: Math.max(3_000, Math.floor(Math.sqrt(widened))),
  };
}

/** The running sum with what unpaid invoices add to it: each as late as it will be on average. */
export function sumWithUnpaid(
  { sumMilli, usual }: DriftEvidence,
  rows: readonly LedgerRow[],
  day: Day,
  calendar: BusinessCalendar,
): number {
  if (usual === null) return sumMilli;
  const { meanMilli, spreadMilli } = usual;
  return rows
    .filter((row) => isOpenOn(row, day))
    .map(({ dueOn }) => day - dueDayOf(calendar, dueOn))
    .filter((age) => age >= -30)
    .map((age) => rounded((Math.min(90, age) * 1_000 - meanMilli) * 1_000, spreadMilli))
    .reduce((sum, gap) => sum + Math.max(0, Math.min(most, meanAbove(gap)) - slack), sumMilli);
}

/** Mean of a normal spread above a point, from its values at the quarters around. */
function meanAbove(gap: number): number {
  if (gap < -1_000) return 0;
  if (gap >= 4_000) return gap;
  const quarter = Math.floor(gap / 250);
  const [low, high] = [quarterMean(quarter), quarterMean(quarter + 1)];
  return low + rounded((high - low) * (gap - 250 * quarter), 250);
}

const quarterMeans = new Map<number, number>();

function quarterMean(quarter: number): number {
  const known = quarterMeans.get(quarter);
  if (known !== undefined) return known;
  const z = quarter / 4;
  const density = (x: number) => Math.exp((-x * x) / 2);
  // The tail by the midpoint rule; beyond ten spreads there is nothing.
  const steps = 100_000;
  const width = (10 - z) / steps;
  let tail = 0;
  for (let step = 0; step < steps; step += 1) tail += width * density(z + (step + 0.5) * width);
  const mean = Math.round((1_000 * density(z)) / tail);
  quarterMeans.set(quarter, mean);
  return mean;
}
