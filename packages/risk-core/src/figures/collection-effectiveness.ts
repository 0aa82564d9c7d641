import { multiplyDivide } from '../money/integer.ts';

const MILLION = 1_000_000;

/** A book of receivables over a period of months. Minor units of one currency. */
export interface CollectionPeriod {
  readonly months: number;
  /** Open when the period began. */
  readonly openingMinor: number;
  /** Invoiced in it. */
  readonly salesMinor: number;
  /** Open when it ended, and what of that was not due yet. */
  readonly closingMinor: number;
  readonly closingCurrentMinor: number;
}

/**
 * Collection effectiveness index, parts per million: of what could be collected in a month, what
 * was: (opening + sales ÷ months − closing) ÷ (opening + sales ÷ months − closing current). All of
 * it is a million; less than nothing where more has become late than was paid. Null when nothing
 * could be collected. A figure of a whole book: of one customer it says little.
 */
export function collectionEffectivenessPpm(period: CollectionPeriod): number | null {
  const { months, openingMinor, salesMinor, closingMinor, closingCurrentMinor } = period;
  const asked = openingMinor * months + salesMinor;
  const collectable = asked - closingCurrentMinor * months;
  if (collectable <= 0) return null;
  const collected = asked - closingMinor * months;
  return Math.sign(collected) * multiplyDivide(Math.abs(collected), MILLION, collectable);
}
