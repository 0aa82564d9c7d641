import type { EpochDay } from '../units.ts';
import type { Stamped } from './stamped.ts';

export interface PaymentReceived extends Stamped {
  readonly kind: 'payment.received';
  readonly paymentId: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly valueOn: EpochDay;
}

export interface PaymentApplied extends Stamped {
  readonly kind: 'payment.applied';
  readonly paymentId: string;
  readonly invoiceId: string;
  /** Tells several applications of one payment to one invoice apart. */
  readonly applicationId: string | null;
  readonly amountMinor: number;
  readonly discountMinor: number;
  readonly appliedOn: EpochDay;
  /** When the money arrived; lateness counts to this day. Null: the payment's, else `appliedOn`. */
  readonly valueOn: EpochDay | null;
}

export interface PaymentUnapplied extends Stamped {
  readonly kind: 'payment.unapplied';
  readonly paymentId: string;
  readonly invoiceId: string;
  readonly applicationId: string | null;
  readonly amountMinor: number;
  readonly discountMinor: number;
  readonly unappliedOn: EpochDay;
}

export interface PaymentFailed extends Stamped {
  readonly kind: 'payment.failed';
  readonly attemptId: string;
  readonly paymentId: string | null;
  readonly invoiceId: string | null;
  readonly hardFail: boolean;
  readonly failedOn: EpochDay;
}

export type ReversalReason =
  | 'chargeback'
  | 'returned'
  | 'clearing_reset'
  | 'mandate_revoked'
  | 'other';

export interface ReversedApplication {
  readonly applicationId: string | null;
  readonly invoiceId: string;
  readonly amountMinor: number;
  readonly discountMinor: number;
}

export interface PaymentReversed extends Stamped {
  readonly kind: 'payment.reversed';
  readonly paymentId: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly reason: ReversalReason;
  readonly applications: readonly ReversedApplication[];
  readonly reversedOn: EpochDay;
}

export interface RefundIssued extends Stamped {
  readonly kind: 'refund.issued';
  readonly refundId: string;
  readonly paymentId: string | null;
  readonly amountMinor: number;
  readonly currency: string;
  readonly issuedOn: EpochDay;
}
