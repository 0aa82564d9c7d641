import type { EpochDay } from '../units.ts';
import type { Stamped } from './stamped.ts';

export interface InvoiceDisputed extends Stamped {
  readonly kind: 'invoice.disputed';
  readonly invoiceId: string;
  readonly disputeId: string;
  readonly amountMinor: number;
  readonly disputedOn: EpochDay;
}

export type DisputeOutcome = 'valid' | 'invalid' | 'partial' | 'withdrawn' | 'unknown';

export interface InvoiceDisputeResolved extends Stamped {
  readonly kind: 'invoice.dispute_resolved';
  readonly invoiceId: string;
  readonly disputeId: string;
  readonly outcome: DisputeOutcome;
  /** Part of the disputed amount that the customer was right about; the rest was not. */
  readonly creditedMinor: number;
  readonly resolvedOn: EpochDay;
}
