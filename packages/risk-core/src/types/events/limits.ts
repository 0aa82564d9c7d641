import type { EpochDay } from '../units.ts';
import type { Stamped } from './stamped.ts';

export interface CreditLimitChanged extends Stamped {
  readonly kind: 'credit_limit.changed';
  readonly limitKind: 'own' | 'insured' | 'temporary' | 'other';
  /** null removes the limit. */
  readonly newMinor: number | null;
  readonly currency: string;
  readonly insuredMinor: number | null;
  readonly effectiveOn: EpochDay;
  readonly validTo: EpochDay | null;
}
