import type { Band } from './band.ts';
import type { HoldScope, LimitKind } from './events/index.ts';
import type { EpochDay, Money } from './units.ts';

/** What the customer asked for and nobody has answered. */
export interface LimitRequest extends Money {
  readonly requestId: string;
  readonly requestedOn: EpochDay;
}

/** What is agreed with the customer or known of it, beside what it owes. */
export interface RelationFacts {
  /** A band that a person pinned, while it holds. */
  readonly pinnedBand: Band | null;
  /** Kind of the limit that counts today. */
  readonly limitKind: LimitKind | null;
  readonly limitRequest: LimitRequest | null;
  readonly insured: Money | null;
  /** What the ledger itself keeps on hold. */
  readonly creditHold: HoldScope | null;
  /** Level of the dunning campaign that runs; 0 for none. */
  readonly dunningLevel: number;
  readonly parentId: string | null;
  /** The key that this one was merged into. */
  readonly survivorId: string | null;
  readonly nextReviewOn: EpochDay | null;
  readonly nextContactOn: EpochDay | null;
}
