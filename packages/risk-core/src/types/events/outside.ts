import type { EpochDay } from '../units.ts';
import type { Stamped } from './stamped.ts';

/** A provider published a score of the customer. */
export interface ExternalScoreUpdated extends Stamped {
  readonly kind: 'external_score.updated';
  readonly provider: string;
  /** Tells several scores of one provider apart. */
  readonly name: string;
  /** Value and ends of its scale, in thousandths. */
  readonly valueMilli: number;
  readonly minMilli: number;
  readonly maxMilli: number;
  readonly higherIsBetter: boolean;
  /** Share of all scored companies with a lower value. Null: the place on the scale stands in. */
  readonly percentilePpm: number | null;
  readonly recommendedLimitMinor: number | null;
  /** Of the limit; null is the base currency. */
  readonly currency: string | null;
  readonly asOf: EpochDay;
}
