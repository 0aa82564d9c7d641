import type { DomainEvent } from './events/index.ts';
import type { DerivedFact } from './facts.ts';
import type { Cause, EpochDay } from './units.ts';

/** One step of a customer's story: something happened, or days passed. */
export type FoldInput =
  | {
      readonly kind: 'event';
      readonly event: DomainEvent;
      /** The calendar's date when the event is folded; the profile is brought there first. */
      readonly asOf: EpochDay;
      readonly cause: Cause;
    }
  | { readonly kind: 'advance'; readonly to: EpochDay; readonly cause: Cause };

/** Expected, counted, and nothing to be done about. */
export type IgnoreReason =
  | 'duplicate'
  | 'older_version'
  | 'not_modelled'
  | 'past_date'
  | 'nothing_to_change';

/** Goes to dead letters: somebody has to look at the source. */
export type RefusalReason =
  | 'beyond_horizon'
  | 'amount_out_of_range'
  | 'date_out_of_range'
  | 'currency_mismatch'
  | 'too_many_open';

/**
 * What became of an input. `isChanged` is false when neither the event nor the days before it left
 * a trace to store; `facts` is there when something came true by either.
 */
export type FoldResult = (
  | { readonly kind: 'applied'; readonly isChanged: true }
  | { readonly kind: 'ignored'; readonly reason: IgnoreReason; readonly isChanged: boolean }
  | {
      readonly kind: 'refused';
      readonly reason: RefusalReason;
      readonly detail: string;
      readonly isChanged: boolean;
    }
) & { readonly facts?: readonly DerivedFact[] };
