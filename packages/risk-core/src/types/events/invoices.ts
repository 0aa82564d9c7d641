import type { EpochDay } from '../units.ts';
import type { Stamped } from './stamped.ts';

export interface InvoiceIssued extends Stamped {
  readonly kind: 'invoice.issued';
  readonly invoiceId: string;
  readonly issuedOn: EpochDay;
  readonly dueOn: EpochDay;
  /** Tax included: it is owed like the rest. */
  readonly amountMinor: number;
  readonly currency: string;
  /** Base units per unit of the currency × 10⁹, as the source booked it; null asks the world. */
  readonly fxRateNano: number | null;
  /** What it bills: that leaves the stages before it. A delivery counts only without an order. */
  readonly orderId: string | null;
  readonly deliveryId?: string | null;
  /** Only what was offered for paying early; the due day says the rest. */
  readonly terms?: DiscountTerms | null;
}

export interface DiscountTerms {
  readonly discountPpm: number;
  /** Days after the issue within which paying earns it. */
  readonly discountDays: number;
}

/** An open item without its history: the only event that may be older than the horizon. */
export interface LedgerOpening extends Stamped {
  readonly kind: 'ledger.opening';
  readonly invoiceId: string;
  readonly issuedOn: EpochDay | null;
  readonly dueOn: EpochDay;
  readonly openMinor: number;
  readonly originalMinor: number;
  readonly currency: string;
  readonly asOf: EpochDay;
}

/**
 * A correction says that the old day was wrong. Anything else gives the customer time, and how late
 * it pays still counts from the day that it first agreed to.
 */
export type DueDateReason = 'correction' | 'extension' | 'plan' | 'other';

export interface InvoiceDueDateChanged extends Stamped {
  readonly kind: 'invoice.due_date_changed';
  readonly invoiceId: string;
  readonly oldDueOn?: EpochDay | null;
  readonly newDueOn: EpochDay;
  /** Absent means a correction. Extensions are counted: the customer asked for time. */
  readonly reason?: DueDateReason;
  readonly changedOn: EpochDay;
}

export interface InvoiceAdjusted extends Stamped {
  readonly kind: 'invoice.adjusted';
  readonly invoiceId: string;
  readonly deltaMinor: number;
  readonly adjustedOn: EpochDay;
}

export interface InvoiceVoided extends Stamped {
  readonly kind: 'invoice.voided';
  readonly invoiceId: string;
  readonly voidedOn: EpochDay;
}

export interface InvoiceWrittenOff extends Stamped {
  readonly kind: 'invoice.written_off';
  readonly invoiceId: string;
  readonly amountMinor: number;
  readonly writtenOffOn: EpochDay;
}

export interface InvoiceWriteOffReversed extends Stamped {
  readonly kind: 'invoice.write_off_reversed';
  readonly invoiceId: string;
  readonly amountMinor: number;
  readonly reversedOn: EpochDay;
}
