/**
 * Exact integer arithmetic. Numbers hold integers up to 2⁵³; products that may be longer go
 * through BigInt for one step. Every division rounds half to even, and only here.
 *
 * Cutting off a floating quotient of such integers is exact, too: one that is not whole is further
 * from the next whole number than it can be rounded. The remainder of two floats costs three times
 * as much, for there is no instruction for it.
 */

/** a ÷ b, rounded half to even. `b` is above zero. */
export function divide(a: number, b: number): number {
  // Plus zero: there is to be no minus zero.
  const whole = Math.trunc(a / b) + 0;
  const rest = a - whole * b;
  const twice = 2 * (rest < 0 ? -rest : rest);
  if (twice < b || (twice === b && whole % 2 === 0)) return whole;
  return rest < 0 ? whole - 1 : whole + 1;
}

/** a × b ÷ c, rounded half to even, exact however long the product is. `c` is above zero. */
export function multiplyDivide(a: number, b: number, c: number): number {
  const product = a * b;
  if (Number.isSafeInteger(product)) return divide(product, c);
  return productsDivided([[a, b]], c);
}

/**
 * a × b ÷ c rounded up, for non-negative numbers. Measures are rounded up wherever more is worse:
 * then "value ≤ limit" answers exactly as the unrounded ratio would, for any whole limit.
 */
export function multiplyDivideUp(a: number, b: number, c: number): number {
  const product = a * b;
  if (Number.isSafeInteger(product)) return Math.ceil(product / c);
  const exact = BigInt(a) * BigInt(b);
  const divisor = BigInt(c);
  return Number((exact + divisor - 1n) / divisor);
}

/** a × b ÷ c rounded down, for non-negative numbers: answers "value ≥ limit" exactly. */
export function multiplyDivideDown(a: number, b: number, c: number): number {
  const product = a * b;
  if (Number.isSafeInteger(product)) return Math.floor(product / c);
  return Number((BigInt(a) * BigInt(b)) / BigInt(c));
}

/** Σ a × b ÷ c, rounded half to even once, exact however long the products are. `c` is above 0. */
export function productsDivided(
  products: readonly (readonly [number, number])[],
  divisor: number,
): number {
  const exact = products.reduce((sum, [a, b]) => sum + BigInt(a) * BigInt(b), 0n);
  const by = BigInt(divisor);
  const whole = exact / by;
  const rest = exact - whole * by;
  const twice = 2n * (rest < 0n ? -rest : rest);
  if (twice < by || (twice === by && whole % 2n === 0n)) return Number(whole);
  return Number(rest < 0n ? whole - 1n : whole + 1n);
}

/** Largest integer whose square is at most `n`. */
export function integerSqrt(n: number): number {
  if (n < 2) return n < 0 ? 0 : n;
  // biome-ignore lint/nursery/noJsRestrictedProperties: its rounding is put right below.
  let root = Math.floor(Math.sqrt(n));
  while (root > Math.floor(n / root)) root -= 1;
  while (root + 1 <= Math.floor(n / (root + 1))) root += 1;
  return root;
}
