import { type BusinessCalendar, dueDayOf } from './business-calendar.ts';
import { type Day, isSettledBy, type LedgerRow } from './ledger-row.ts';
import { rounded } from './rounding.ts';

/** How a customer settled its invoices, in business order. */
export interface SettlementHabits {
  readonly count: number;
  readonly lastSettledOn: Day | null;
  readonly driftMilliDays: number | null;
  readonly irregularityMilliDays: number | null;
  /** It has been paying later than its own past, with evidence for it. */
  readonly isDrifting: boolean;
}

/** Everything that follows from the order of settlements, worked out from the first one on. */
export function habitsOn(
  rows: readonly LedgerRow[],
  day: Day,
  calendar: BusinessCalendar,
): SettlementHabits {
  const settled = rows
    .filter((row) => isSettledBy(row, day))
    .sort((a, b) => (a.settledOn ?? 0) - (b.settledOn ?? 0) || a.idOrder - b.idOrder);
  const lates = settled.map((row) => clipped((row.settledOn ?? 0) - dueDayOf(calendar, row.dueOn)));
  return {
    count: settled.length,
    lastSettledOn: settled.at(-1)?.settledOn ?? null,
    driftMilliDays: driftsOf(lates).at(-1) ?? null,
    irregularityMilliDays: lates.length > 0 ? medianDeviation(lates.slice(-12)) : null,
    isDrifting: isDriftingAfter(lates),
  };
}

/** One forgotten invoice is no behaviour: days late count from −30 to +90. */
function clipped(lateDays: number): number {
  return Math.min(90, Math.max(-30, lateDays));
}

/** After each settlement, fast mean − slow mean of days beyond terms. */
function driftsOf(lates: readonly number[]): readonly number[] {
  const slow = movingMeans(lates, 80);
  return movingMeans(lates, 350).map((fast, index) => fast - (slow[index] ?? 0));
}

/**
 * The newest settlement weighs so many thousandths, early paying as on time. As long as a plain
 * mean would give it more, it is the plain mean, so that the first one does not rule for years.
 */
function movingMeans(lates: readonly number[], weightMilli: number): readonly number[] {
  let mean = 0;
  return lates.map((late, index) => {
    const count = index + 1;
    const gap = Math.max(0, late) * 1_000 - mean;
    const isPlain = count * weightMilli < 1_000;
    mean += isPlain ? rounded(gap, count) : rounded(gap * weightMilli, 1_000);
    return mean;
  });
}

/** Median of the distances from the median, in thousandths of a day. */
function medianDeviation(lates: readonly number[]): number {
  const twiceMiddle = twiceMedianOf(lates);
  const twiceGaps = lates.map((late) => Math.abs(2 * late - twiceMiddle));
  return rounded(twiceMedianOf(twiceGaps) * 1_000, 4);
}

function twiceMedianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [Math.ceil(sorted.length / 2) - 1, Math.floor(sorted.length / 2)];
  return (sorted[low] ?? 0) + (sorted[high] ?? 0);
}

/** Settlements that tell what is usual: how many, the sum of their days late, of the squares. */
interface Usual {
  readonly count: number;
  readonly sum: number;
  readonly squares: number;
}

/** Settlements before which a customer has no usual, and no alarm. */
const least = 6;

/**
 * The alarm rises when the running sum of how far payments lie above the usual passes five
 * spreads, or when drift reaches eight days and a spread; it is over after three settlements in a
 * row with drift below four. What is usual is taken anew only while the sum is at zero, from all
 * settlements since the last alarm, which leaves what was so then with the weight of six.
 */
function isDriftingAfter(lates: readonly number[]): boolean {
  const drifts = driftsOf(lates);
  const slowMeans = movingMeans(lates, 80);
  let usual: Usual = { count: 0, sum: 0, squares: 0 };
  let reference = { meanMilli: 0, spreadMilli: 0 };
  let sumMilli = 0;
  let calm = 0;
  let isAlarm = false;
  lates.forEach((late, index) => {
    if (usual.count >= least) {
      // Half a spread above the usual is no news.
      const { meanMilli, spreadMilli } = reference;
      const news = rounded((late * 1_000 - meanMilli) * 1_000, spreadMilli) - 500;
      sumMilli = Math.max(0, sumMilli + news);
    }
    usual = {
      count: usual.count + 1,
      sum: usual.sum + late,
      squares: usual.squares + late * late,
    };
    if (usual.count >= least && sumMilli === 0) reference = referenceOf(usual);
    const drift = drifts[index] ?? 0;
    if (!isAlarm) {
      const isApart = drift >= 8_000 && drift >= reference.spreadMilli;
      isAlarm = index + 1 >= least && (sumMilli > 5_000 || isApart);
      calm = 0;
      return;
    }
    calm = drift < 4_000 ? calm + 1 : 0;
    if (calm < 3) return;
    isAlarm = false;
    sumMilli = 0;
    const mean = rounded(slowMeans[index] ?? 0, 1_000);
    const spread = rounded(reference.spreadMilli, 1_000);
    usual = { count: least, sum: least * mean, squares: least * (mean * mean + spread * spread) };
    reference = referenceOf(usual);
  });
  return isAlarm;
}

/**
 * The customer's own mean; and its spread as if three more settlements had lain five days off,
 * and at least three days: nobody pays like clockwork for ever.
 */
function referenceOf({ count, sum, squares }: Usual) {
  const around = rounded((count * squares - sum * sum) * 1_000_000, count);
  const variance = rounded(3 * 5_000 ** 2 + around, 3 + count);
  return {
    meanMilli: rounded(sum * 1_000, count),
    spreadMilli: Math.max(3_000, Math.floor(Math.sqrt(variance))),
  };
}
