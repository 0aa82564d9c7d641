import { customerWithHistory } from '../../test/customers.ts';
import { issued, received } from '../../test/events.ts';
import { MONDAY, Shell } from '../../test/shell.ts';

const of = (lateDays: number, weeks: number) =>
  customerWithHistory({ until: MONDAY, weeks, lateDays }).assess().forecast;

describe('what a new invoice may expect', () => {
  it('is that of the usual customer as long as nothing is known', () => {
    const shell = new Shell();
    shell.advance(MONDAY);
    const { expectedDaysLateMilli, late0Ppm, late15Ppm, weightMilli } = shell.assess().forecast;
    expect([expectedDaysLateMilli, weightMilli]).toEqual([7_000, 0]);
    expect(late0Ppm).toBeGreaterThan(late15Ppm);
  });

  it('comes near to what the customer always does, the more often it did', () => {
    expect(of(20, 4).expectedDaysLateMilli).toBeGreaterThan(14_000);
    expect(of(20, 60).expectedDaysLateMilli).toBeGreaterThan(18_000);
    expect(of(20, 60)).toMatchObject({ expectedDaysLateMilli: expect.any(Number) });
    expect(of(20, 60).late0Ppm).toBeGreaterThan(950_000);
    expect(of(0, 60).late0Ppm).toBeLessThan(120_000);
    expect(of(0, 60).late0Ppm).toBeLessThan(of(0, 8).late0Ppm);
  });

  it.each([0, 10, 18, 40])('never holds the longer delay for likelier, %i days late', (late) => {
    const { late0Ppm, late15Ppm, late30Ppm } = of(late, 12);
    expect(late0Ppm).toBeGreaterThanOrEqual(late15Ppm);
    expect(late15Ppm).toBeGreaterThanOrEqual(late30Ppm);
    expect(late30Ppm).toBeGreaterThan(0);
    expect(late0Ppm).toBeLessThan(1_000_000);
  });

  it('grows by the clock while an invoice stays unpaid, and not while it is contested', () => {
    const shell = customerWithHistory({ until: MONDAY, weeks: 12, lateDays: 0 });
    shell.tell(MONDAY, issued('I1', MONDAY - 30, MONDAY, 1_000_00));
    const before = shell.assess().forecast;
    shell.advance(MONDAY + 20);
    const after = shell.assess().forecast;
    expect(after.late15Ppm).toBeGreaterThan(before.late15Ppm);
    expect(after.expectedDaysLateMilli).toBeGreaterThan(before.expectedDaysLateMilli);
    shell.tell(MONDAY + 20, {
      kind: 'invoice.disputed',
      invoiceId: 'I1',
      disputeId: 'D1',
      amountMinor: 1_000_00,
      disputedOn: MONDAY + 20,
    });
    expect(shell.assess().forecast).toEqual(before);
  });

  it('waits for nothing that cash covers which is here already', () => {
    const shell = customerWithHistory({ until: MONDAY, weeks: 12, lateDays: 0 });
    shell.tell(MONDAY, issued('I1', MONDAY - 30, MONDAY, 1_000_00));
    const before = shell.assess().forecast;
    shell.advance(MONDAY + 20);
    shell.tell(MONDAY + 20, received('P1', MONDAY + 20, 1_000_00));
    expect(shell.assess().forecast).toEqual(before);
  });

  it('lets a settlement weigh half after ninety days of others', () => {
    const shell = customerWithHistory({ until: MONDAY, weeks: 1, lateDays: 40 });
    expect(shell.profile.stats.habit).toMatchObject({ weight: 1_000, over30: 1_000 });
    for (const [index, day] of [30, 60, 90].entries()) {
      const on = MONDAY - 1 + day;
      shell.tell(on, issued(`N${index}`, on - 30, on, 100_00));
      shell.tell(on, { ...paidInFull(`N${index}`, on) });
    }
    expect(shell.profile.stats.habit.over30).toBe(500);
  });
});

function paidInFull(invoiceId: string, on: number) {
  return {
    kind: 'payment.applied',
    paymentId: `P${invoiceId}`,
    invoiceId,
    applicationId: null,
    amountMinor: 100_00,
    discountMinor: 0,
    appliedOn: on,
    valueOn: null,
  } as const;
}
