/**
 * Published numbers are integers. Shares and mean days are rounded up, because more is worse there
 * and "at most ten percent" must mean that; everything else goes to the nearest, halves to even.
 */

/** numerator ÷ denominator, up to the next integer. */
export function roundedUp(numerator: number, denominator: number): number {
  const { whole, rest } = divided(numerator, denominator);
  return rest > 0 ? whole + 1 : whole;
}

/** numerator ÷ denominator, to the nearest integer, halves to the even one. */
export function rounded(numerator: number, denominator: number): number {
  const { whole, rest } = divided(numerator, denominator);
  const isUp = 2 * rest > denominator || (2 * rest === denominator && whole % 2 !== 0);
  return isUp ? whole + 1 : whole;
}

/** A share in parts per million, rounded up; null when there is nothing to have a share of. */
export function shareOf(part: number, whole: number): number | null {
  return whole > 0 ? roundedUp(part * 1_000_000, whole) : null;
}

/** The floor, and a rest that is never below zero. Exact, or an error. */
function divided(numerator: number, denominator: number) {
  if (numerator > MOST || numerator < -MOST) throw new RangeError(`${numerator} is not exact`);
  const remainder = numerator % denominator;
  const rest = remainder < 0 ? remainder + denominator : remainder;
  return { whole: (numerator - rest) / denominator, rest };
}

const MOST = Number.MAX_SAFE_INTEGER;
