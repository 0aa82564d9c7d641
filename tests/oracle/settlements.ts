import { type BusinessCalendar, dueDayOf } from './business-calendar.ts';
import { type DriftEvidence, driftEvidenceAfter } from './drift.ts';
import { type Day, isSettledBy, type LedgerRow } from './ledger-row.ts';
import { rounded } from './rounding.ts';

/** How a customer settled its invoices, in business order. */
export interface SettlementHabits {
  readonly count: number;
  readonly lastSettledOn: Day | null;
  readonly driftMilliDays: number | null;
  readonly irregularityMilliDays: number | null;
  readonly drift: DriftEvidence;
  /** How far settlements before the last dozen lay from their mean. */
  readonly usualSpreadMilliDays: number;
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
    drift: driftEvidenceAfter(lates, movingMeans(lates, 80), driftsOf(lates)),
    usualSpreadMilliDays: usualSpreadOf(lates.slice(0, -12)),
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
  return movingMeansOf(
    lates.map((late) => Math.max(0, late) * 1_000),
    weightMilli,
  );
}

function movingMeansOf(values: readonly number[], weightMilli: number): readonly number[] {
  let mean = 0;
  return values.map((value, index) => {
    const count = index + 1;
    const gap = value - mean;
    const isPlain = count * weightMilli < 1_000;
    mean += isPlain ? rounded(gap, count) : rounded(gap * weightMilli, 1_000);
    return mean;
  });
}

/** Moving mean of how far each settlement lay from the moving mean of those before it. */
function usualSpreadOf(lates: readonly number[]): number {
  const values = lates.map((late) => late * 1_000);
  const means = movingMeansOf(values, 80);
  const distances = values.slice(1).map((value, index) => Math.abs(value - (means[index] ?? 0)));
  return movingMeansOf(distances, 80).at(-1) ?? 0;
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
