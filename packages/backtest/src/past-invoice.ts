import type { Calendar, EpochDay } from '@duewatch/risk-core';

/** An invoice of the past and what became of it. */
export interface PastInvoice {
  readonly customerId: string;
  readonly invoiceId: string;
  readonly issuedOn: EpochDay;
  readonly dueOn: EpochDay;
  /** Null while it is unpaid. */
  readonly settledOn: EpochDay | null;
  readonly amountMinor: number;
  readonly currency: string;
}

/** A whole book of invoices, in any order, and the calendar that they fall due in. */
export interface BacktestLedger {
  readonly invoices: readonly PastInvoice[];
  readonly calendar: Calendar;
}

/** Day on which the books know of it: some are entered after they were paid. */
export function knownFrom({ issuedOn, settledOn }: PastInvoice): EpochDay {
  return settledOn === null ? issuedOn : Math.min(issuedOn, settledOn);
}

/** Days late as agreed with the customer, without regard to weekends; null while unpaid. */
export function daysLate({ settledOn, dueOn }: PastInvoice): number | null {
  return settledOn === null ? null : settledOn - dueOn;
}

/** The rows of each customer. */
export function byCustomer(
  invoices: readonly PastInvoice[],
): ReadonlyMap<string, readonly PastInvoice[]> {
  const customers = new Map<string, PastInvoice[]>();
  for (const invoice of invoices) {
    const own = customers.get(invoice.customerId);
    if (own) own.push(invoice);
    else customers.set(invoice.customerId, [invoice]);
  }
  return customers;
}

/** The issue day in the middle of the book: what is issued from it on is the later half. */
export function medianIssueDay(invoices: readonly PastInvoice[]): EpochDay {
  const days = invoices.map(({ issuedOn }) => issuedOn).sort((a, b) => a - b);
  return days[days.length >> 1] ?? 0;
}
