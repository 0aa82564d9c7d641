import type { EpochDay } from '../units.ts';
import type { Stamped } from './stamped.ts';

export type CoverDecision = 'granted' | 'reduced' | 'withdrawn' | 'reinstated' | 'unknown';

export interface CreditInsuranceCoverChanged extends Stamped {
  readonly kind: 'credit_insurance.cover_changed';
  readonly insurer: string;
  readonly oldMinor: number | null;
  readonly newMinor: number;
  readonly currency: string;
  readonly decision: CoverDecision;
  readonly effectiveOn: EpochDay;
  /** Days past due for which the insurer lets a due date be extended before it wants to hear. */
  readonly maxExtensionDays: number | null;
  /** Days after that within which an unpaid item has to be reported. */
  readonly reportWithinDays: number | null;
}
