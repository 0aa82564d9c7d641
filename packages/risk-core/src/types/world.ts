import type { Policy } from '../policy/policy.ts';
import type { EpochDay } from './units.ts';

/** Which days are business days. One per customer; items of other entities age in it too. */
export interface Calendar {
  readonly id: string;
  /** Bit n is set when weekday n never is a business day; 0 is Sunday, 6 is Saturday. */
  readonly weekendMask: number;
  readonly holidays: ReadonlySet<EpochDay>;
}

/** What one unit of each currency is worth in the base currency. */
export interface Rates {
  readonly base: string;
  /** Base units per unit × 10⁹. The base itself needs no entry. */
  readonly rateNano: ReadonlyMap<string, number>;
}

/** What a provider says of a country or a sector. */
export interface MacroGrade {
  readonly provider: string;
  /** 0 low, 1 medium, 2 high, 3 very high. */
  readonly grade: number;
  /** What the provider said before it last changed its mind; null when it never did. */
  readonly before: number | null;
  readonly asOf: EpochDay;
}

/**
 * Everything outside the customer that a fold may look at, as it stood in the log at the record
 * that is being folded.
 */
export interface World {
  readonly policy: Policy;
  readonly calendar: Calendar;
  readonly rates: Rates;
  /** Grades by `country:<code>` and `sector:<code>`, one per provider. */
  readonly macro: ReadonlyMap<string, readonly MacroGrade[]>;
  /**
   * Last business date whose cash feeds are complete in this calendar (`feed.completed`, or the
   * policy's morning hour has passed). What time alone raised stays pending until then.
   */
  readonly cashThrough: EpochDay;
  /** True between `feed.went_silent` and `feed.resumed`: what the ledger says may be old. */
  readonly isFeedSilent: boolean;
}
