import { divide } from '../money/integer.ts';

const MILLI = 1_000;

/**
 * A moving mean that starts as the plain mean: until the count outweighs its constant, every value
 * weighs the same, so the first one does not rule for years. `count` includes this value.
 */
export function movedMean(mean: number, value: number, permille: number, count: number): number {
  return count * permille < MILLI
    ? mean + divide(value - mean, count)
    : mean + divide((value - mean) * permille, MILLI);
}
