import type { EpochDay } from '../units.ts';
import type { Stamped } from './stamped.ts';

export type LimitKind = 'own' | 'insured' | 'temporary' | 'other';

export interface CreditLimitChanged extends Stamped {
  readonly kind: 'credit_limit.changed';
  readonly limitKind: LimitKind;
  /** null removes the limit. */
  readonly newMinor: number | null;
  readonly currency: string;
  readonly insuredMinor: number | null;
  readonly effectiveOn: EpochDay;
  readonly validTo: EpochDay | null;
}

export interface CreditLimitIncreaseRequested extends Stamped {
  readonly kind: 'credit_limit.increase_requested';
  readonly requestId: string;
  readonly requestedMinor: number;
  readonly currency: string;
  readonly requestedOn: EpochDay;
}
