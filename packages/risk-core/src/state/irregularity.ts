import { divide } from '../money/integer.ts';
import { movedMean } from './moved-mean.ts';

/** Settlements that the irregularity looks back on. */
export const LAST_SETTLEMENTS = 12;
const MILLI = 1_000;

/** Settlements as far as their spread goes: the last dozen, and what came before it. */
export interface SpreadState {
  /** Signed days late of the last settlements, oldest first. */
  lates: number[];
  /** Moving mean of the settlements before those, and of their distance from it; milli-days. */
  olderMeanMilli: number;
  olderSpreadMilli: number;
}

/**
 * Takes one settlement in. What leaves the last dozen goes to the older ones, so that the usual
 * spread does not learn the very irregularity that it is compared with.
 */
export function stepSpread(
  state: SpreadState,
  late: number,
  count: number,
  slowPermille: number,
): void {
  const { lates } = state;
  if (lates.length < LAST_SETTLEMENTS) {
    lates.push(late);
    return;
  }
  const left = (lates[0] ?? 0) * MILLI;
  for (let at = 1; at < LAST_SETTLEMENTS; at += 1) lates[at - 1] = lates[at] ?? 0;
  lates[LAST_SETTLEMENTS - 1] = late;
  const older = count - LAST_SETTLEMENTS;
  if (older > 1) {
    const distance = Math.abs(left - state.olderMeanMilli);
    state.olderSpreadMilli = movedMean(state.olderSpreadMilli, distance, slowPermille, older - 1);
  }
  state.olderMeanMilli = movedMean(state.olderMeanMilli, left, slowPermille, older);
}

/** Median absolute deviation of the last settlements, in thousandths of a day. */
export function irregularityMilli({ lates }: SpreadState): number {
  if (lates.length === 0) return 0;
  const values = lates.slice();
  // Twice the median, and four times the deviation, keep halves whole.
  const middle = twiceMedian(values);
  for (let index = 0; index < values.length; index += 1) {
    values[index] = Math.abs(2 * (values[index] ?? 0) - middle);
  }
  return divide(twiceMedian(values) * MILLI, 4);
}

/** Sorts the values in place, by insertion: there are a dozen at most. */
function twiceMedian(values: number[]): number {
  for (let index = 1; index < values.length; index += 1) {
    const value = values[index] ?? 0;
    let slot = index;
    while (slot > 0 && (values[slot - 1] ?? 0) > value) {
      values[slot] = values[slot - 1] ?? 0;
      slot -= 1;
    }
    values[slot] = value;
  }
  return (values[values.length >> 1] ?? 0) + (values[(values.length - 1) >> 1] ?? 0);
}
