import type { EpochDay } from '../units.ts';
import type { Stamped } from './stamped.ts';

/** What the customer has to pay by; `eom` counts the days from the end of the month. */
export interface PaymentTerms {
  readonly basis: 'net' | 'eom' | 'unknown';
  readonly days: number;
}

export interface PaymentTermsChanged extends Stamped {
  readonly kind: 'payment_terms.changed';
  readonly oldTerms: PaymentTerms | null;
  readonly newTerms: PaymentTerms;
  readonly effectiveOn: EpochDay;
}

export type PaymentMethod =
  | 'transfer'
  | 'direct_debit'
  | 'card'
  | 'cheque'
  | 'draft'
  | 'cash'
  | 'other';

export type MandateStatus = 'none' | 'pending' | 'active' | 'revoked' | 'expired' | 'unknown';

export interface PaymentMethodChanged extends Stamped {
  readonly kind: 'payment_method.changed';
  readonly newMethod: PaymentMethod;
  readonly mandateStatus: MandateStatus;
  readonly changedOn: EpochDay;
}
