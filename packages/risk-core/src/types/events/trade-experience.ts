import type { EpochDay } from '../units.ts';
import type { Stamped } from './stamped.ts';

/** Balances past due by so many days; 0 to 0 is not due. */
export interface TradeBucket {
  readonly fromDays: number;
  readonly toDays: number | null;
  readonly balanceMinor: number;
}

/** A provider published how the customer pays others. */
export interface TradeExperienceReported extends Stamped {
  readonly kind: 'trade_experience.reported';
  readonly provider: string;
  /** Null: the buckets give it. */
  readonly dbtMilliDays: number | null;
  readonly buckets: readonly TradeBucket[];
  readonly lines: number;
  readonly asOf: EpochDay;
}
