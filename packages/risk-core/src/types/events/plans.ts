import type { EpochDay } from '../units.ts';
import type { Stamped } from './stamped.ts';

export interface PaymentPlanAgreed extends Stamped {
  readonly kind: 'payment_plan.agreed';
  readonly planId: string;
  /** Invoices that the plan re-bases; none: any payment counts, and no due day moves. */
  readonly invoiceIds: readonly string[];
  readonly currency: string;
  readonly instalments: readonly { readonly dueOn: EpochDay; readonly amountMinor: number }[];
  readonly agreedOn: EpochDay;
}

export interface PaymentPlanCancelled extends Stamped {
  readonly kind: 'payment_plan.cancelled';
  readonly planId: string;
  readonly cancelledOn: EpochDay;
}
