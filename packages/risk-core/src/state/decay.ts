/** Weight of one, and what tables are in parts of. */
export const WHOLE_WEIGHT = 100_000;

const FINE = 1_000_000_000n;
const known = new Map<number, readonly number[]>();

/**
 * What is left of a weight after 0, 1, 2 … days, in parts of `WHOLE_WEIGHT`, when half of it is
 * left after `halfLifeDays`. Past the end of the table nothing is. Worked out in whole numbers, so
 * that every engine has the same table.
 */
export function decayTable(halfLifeDays: number): readonly number[] {
  const seen = known.get(halfLifeDays);
  if (seen) return seen;
  const daily = dailyFactor(BigInt(halfLifeDays));
  const table: number[] = [];
  const whole = BigInt(WHOLE_WEIGHT);
  let left = FINE;
  for (;;) {
    const part = Number((left * whole + FINE / 2n) / FINE);
    if (part === 0) break;
    table.push(part);
    left = (left * daily) / FINE;
  }
  known.set(halfLifeDays, table);
  return table;
}

/** The largest factor, in billionths, that multiplied as often leaves no more than half. */
function dailyFactor(days: bigint): bigint {
  let low = 1n;
  let high = FINE;
  while (high - low > 1n) {
    const middle = (low + high) / 2n;
    if (2n * middle ** days > FINE ** days) high = middle;
    else low = middle;
  }
  return low;
}
