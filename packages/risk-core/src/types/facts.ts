import type { EpochDay } from './units.ts';

/** An invoice is past due in the ledger with an amount that nobody disputes. */
export interface InvoiceBecameOverdue {
  readonly kind: 'invoice.became_overdue';
  readonly invoiceId: string;
  readonly dueOn: EpochDay;
  readonly overdueOn: EpochDay;
  readonly openMinor: number;
  readonly currency: string;
}

interface PromiseFact {
  readonly promiseId: string;
  readonly promisedFor: EpochDay;
  readonly promisedMinor: number;
  /** Of it, what came in time. */
  readonly keptMinor: number;
  readonly currency: string;
  readonly on: EpochDay;
}

export interface PromiseKept extends PromiseFact {
  readonly kind: 'promise.kept';
}

export interface PromiseBroken extends PromiseFact {
  readonly kind: 'promise.broken';
  readonly level: number;
}

/** Something that follows from the ledger and the days, and that others may want to hear of. */
export type DerivedFact = InvoiceBecameOverdue | PromiseKept | PromiseBroken;
