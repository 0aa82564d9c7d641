import { daysLate, type PastInvoice } from './past-invoice.ts';

/** What anybody with a spreadsheet would rank customers by. */
export interface SimpleSignals {
  /** Mean days beyond terms of everything so far, unpaid ones with what they are late already. */
  readonly meanDbt: number;
  /** Share of late invoices, each the lighter the longer ago. */
  readonly recencyRatio: number;
}

/** Days after which an invoice weighs half in the ratio, and what is added of the usual one. */
const HALF_LIFE_DAYS = 60;
const USUAL_INVOICES = 3;
const USUAL_SHARE = 0.4;

/** Both signals about a customer on the morning of a day. */
export function simpleSignals(invoices: readonly PastInvoice[], day: number): SimpleSignals {
  let count = 0;
  let beyond = 0;
  let weight = USUAL_INVOICES;
  let late = USUAL_INVOICES * USUAL_SHARE;
  for (const invoice of invoices) {
    const { issuedOn, dueOn, settledOn } = invoice;
    const isSettled = settledOn !== null && settledOn < day;
    if (issuedOn >= day || (!isSettled && dueOn >= day)) continue;
    const days = isSettled ? (daysLate(invoice) ?? 0) : day - dueOn;
    count += 1;
    beyond += Math.max(0, days);
    const share = isSettled ? 2 ** ((settledOn - day) / HALF_LIFE_DAYS) : 1;
    weight += share;
    if (days > 0) late += share;
  }
  return { meanDbt: count > 0 ? beyond / count : 0, recencyRatio: late / weight };
}
