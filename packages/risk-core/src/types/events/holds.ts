import type { EpochDay } from '../units.ts';
import type { Stamped } from './stamped.ts';

export type HoldScope = 'orders' | 'deliveries' | 'all' | 'unknown';

/** The ledger's own hold, which may answer a recommendation of ours or none. */
export interface CreditHoldChanged extends Stamped {
  readonly kind: 'credit_hold.applied' | 'credit_hold.released';
  /** Null stands for the one hold of this scope. */
  readonly holdId: string | null;
  readonly scope: HoldScope;
  readonly effectiveOn: EpochDay;
}
