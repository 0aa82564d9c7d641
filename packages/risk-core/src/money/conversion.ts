import type { Rates } from '../types/world.ts';
import { decimals } from './exponents.ts';
import { divide, multiplyDivide } from './integer.ts';

const NANO = 1_000_000_000;

/** A rate that changes nothing: the currency is the base. */
export const SAME = NANO;

/** No rate is known. Such amounts enter no sum in the base currency. */
export const UNKNOWN = 0;

/**
 * Base minor units per minor unit of the currency × 10⁹, or `UNKNOWN`. Published rates compare
 * whole units, so the two currencies' decimals shift them once, here.
 */
export function minorRate(rates: Rates, currency: string, bookedNano: number | null): number {
  if (currency === rates.base) return SAME;
  const nano = bookedNano ?? rates.rateNano.get(currency);
  if (nano === undefined || nano <= 0) return UNKNOWN;
  const shift = decimals(rates.base) - decimals(currency);
  return shift >= 0 ? nano * 10 ** shift : divide(nano, 10 ** -shift);
}

/** An amount in base minor units. Exact for the base currency; else rounded half to even. */
export function toBase(amountMinor: number, rate: number): number {
  return rate === SAME ? amountMinor : multiplyDivide(amountMinor, rate, NANO);
}

/** An amount of one currency in another one, through the base. Both rates are known. */
export function exchange(amountMinor: number, from: number, to: number): number {
  return from === to ? amountMinor : multiplyDivide(amountMinor, from, to);
}
