import type { EpochDay, EpochMs } from './units.ts';

/** What every event carries: two stamps that order the states of one entity. */
export interface Stamped {
  /** Version of the entity in its source system; 0 when the source has none. */
  readonly sourceVersion: number;
  /** When it happened in the business; orders the states of sources without versions. */
  readonly occurredAtMs: EpochMs;
}

export type CustomerKind = 'legal_entity' | 'sole_trader' | 'public_body' | 'unknown';

/** Codes of the customer that outputs carry along; null leaves what is known unchanged. */
export interface MasterData {
  readonly customerKind: CustomerKind | null;
  readonly country: string | null;
  readonly sectorCode: string | null;
  readonly segment: string | null;
  readonly branchId: string | null;
  readonly ownerId: string | null;
  readonly collectorId: string | null;
  readonly preferredChannel: string | null;
  readonly onboardedOn: EpochDay | null;
}

export interface CustomerDescribed extends Stamped, MasterData {
  readonly kind: 'customer.registered' | 'customer.updated';
}

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

export interface InvoiceDueDateChanged extends Stamped {
  readonly kind: 'invoice.due_date_changed';
  readonly invoiceId: string;
  readonly newDueOn: EpochDay;
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

export interface CreditNoteIssued extends Stamped {
  readonly kind: 'credit_note.issued';
  readonly creditNoteId: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly issuedOn: EpochDay;
}

export interface CreditNoteApplied extends Stamped {
  readonly kind: 'credit_note.applied';
  readonly creditNoteId: string;
  readonly invoiceId: string;
  readonly applicationId: string | null;
  readonly amountMinor: number;
  readonly appliedOn: EpochDay;
}

export interface CreditNoteVoided extends Stamped {
  readonly kind: 'credit_note.voided';
  readonly creditNoteId: string;
  readonly voidedOn: EpochDay;
}

export interface PromiseMade extends Stamped {
  readonly kind: 'promise.made';
  readonly promiseId: string;
  readonly invoiceIds: readonly string[];
  readonly amountMinor: number;
  readonly currency: string;
  readonly madeOn: EpochDay;
  readonly promisedFor: EpochDay;
  readonly level: number;
}

export interface PromiseWithdrawn extends Stamped {
  readonly kind: 'promise.withdrawn';
  readonly promiseId: string;
  readonly withdrawnOn: EpochDay;
}

export interface OrderPlaced extends Stamped {
  readonly kind: 'order.placed' | 'order.changed';
  readonly orderId: string;
  readonly amountMinor: number;
  readonly openMinor: number;
  readonly currency: string;
  /** `orderedOn` of a placed order, `changedOn` of a changed one. */
  readonly on: EpochDay;
}

export interface OrderCancelled extends Stamped {
  readonly kind: 'order.cancelled';
  readonly orderId: string;
  readonly cancelledOn: EpochDay;
}

export interface DeliveryDispatched extends Stamped {
  readonly kind: 'delivery.dispatched' | 'delivery.returned';
  readonly deliveryId: string;
  readonly orderId: string | null;
  readonly amountMinor: number;
  readonly currency: string;
  /** `dispatchedOn` or `returnedOn`. */
  readonly on: EpochDay;
}

/** The world around the customer changed (rates, cash feeds): only a fresh look is needed. */
export interface WorldChanged extends Stamped {
  readonly kind: 'fx.rates_published' | 'feed.completed' | 'feed.went_silent' | 'feed.resumed';
}

/** A new policy rules: what the old one summed up is summed up again. */
export interface PolicyActivated extends Stamped {
  readonly kind: 'policy.activated';
}

/** Everything in the catalogue that has no effect yet. Accepted, and ignored with that reason. */
export interface NotModelled extends Stamped {
  readonly kind: 'not_modelled';
  readonly type: string;
}

/** What can happen to a customer, named as in the catalogue. */
export type DomainEvent =
  | CustomerDescribed
  | CreditLimitChanged
  | InvoiceIssued
  | LedgerOpening
  | InvoiceDueDateChanged
  | InvoiceAdjusted
  | InvoiceVoided
  | InvoiceDisputed
  | InvoiceDisputeResolved
  | InvoiceWrittenOff
  | InvoiceWriteOffReversed
  | PaymentReceived
  | PaymentApplied
  | PaymentUnapplied
  | PaymentFailed
  | PaymentReversed
  | RefundIssued
  | CreditNoteIssued
  | CreditNoteApplied
  | CreditNoteVoided
  | PromiseMade
  | PromiseWithdrawn
  | OrderPlaced
  | OrderCancelled
  | DeliveryDispatched
  | WorldChanged
  | PolicyActivated
  | NotModelled;

export type DomainEventKind = DomainEvent['kind'];
