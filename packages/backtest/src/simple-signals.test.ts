import type { PastInvoice } from './past-invoice.ts';
import { simpleSignals } from './simple-signals.ts';

const invoice = (issuedOn: number, dueOn: number, settledOn: number | null): PastInvoice => ({
  customerId: 'C',
  invoiceId: `${issuedOn}-${dueOn}-${settledOn}`,
  issuedOn,
  dueOn,
  settledOn,
  amountMinor: 100,
  currency: 'EUR',
});

describe('the simple signals', () => {
  it('count early as 0, and what is unpaid by what it is late so far', () => {
    const past = [invoice(0, 30, 20), invoice(0, 30, 50), invoice(0, 60, null)];
    expect(simpleSignals(past, 70).meanDbt).toBe(10);
  });

  it('know nothing that is dated on the day itself or after it', () => {
    const past = [invoice(0, 30, 70), invoice(70, 100, null), invoice(0, 70, null)];
    // Unpaid as far as anybody knows: 40 days late by now, and to be paid in a moment.
    expect(simpleSignals(past, 70).meanDbt).toBe(40);
  });

  it('forget half of a share in sixty days', () => {
    const { recencyRatio } = simpleSignals([invoice(0, 10, 12)], 72);
    expect(recencyRatio).toBeCloseTo((3 * 0.4 + 0.5) / 3.5, 9);
  });
});
