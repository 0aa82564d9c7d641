import { all, told } from '../../test/conditions.ts';
import { issued, paid } from '../../test/events.ts';
import { MONDAY, Shell } from '../../test/shell.ts';

function billed(amountMinor: number): Shell {
  const shell = new Shell();
  shell.tell(MONDAY, issued('I1', MONDAY, MONDAY + 120, amountMinor));
  return shell;
}

function dispute(shell: Shell, day: number, disputeId: string, amountMinor: number): void {
  const what = { invoiceId: 'I1', disputeId, amountMinor, disputedOn: day };
  shell.tell(day, { kind: 'invoice.disputed', ...what });
}

function resolve(shell: Shell, day: number, disputeId: string): void {
  const what = { invoiceId: 'I1', disputeId, outcome: 'valid', creditedMinor: 0 } as const;
  shell.tell(day, { kind: 'invoice.dispute_resolved', ...what, resolvedOn: day });
}

describe('DISPUTE_SPIKE', () => {
  it.each([
    [1_499_99, 0],
    [1_500_00, 0],
    [1_500_01, 1],
  ])('with %i contested of 10,000 billed opens %i episodes', (amountMinor, count) => {
    const shell = billed(10_000_00);
    dispute(shell, MONDAY + 1, 'D1', amountMinor);
    expect(told(shell, 'DISPUTE_SPIKE')).toHaveLength(count);
  });

  it.each([
    [499_99, 0],
    [500_00, 1],
  ])('takes %i of little billing for %i episodes', (amountMinor, count) => {
    const shell = billed(1_000_00);
    dispute(shell, MONDAY + 1, 'D1', amountMinor);
    expect(told(shell, 'DISPUTE_SPIKE')).toHaveLength(count);
  });

  it.each([
    [10_000_00, 1],
    [10_000_01, 0],
  ])('is over below 10 %: with %i more billed it is open %i times', (moreMinor, count) => {
    const shell = billed(10_000_00);
    dispute(shell, MONDAY + 1, 'D1', 2_000_00);
    shell.advance(MONDAY + 2);
    shell.tell(MONDAY + 2, issued('I2', MONDAY + 2, MONDAY + 30, moreMinor));
    expect(told(shell, 'DISPUTE_SPIKE')).toHaveLength(count);
  });

  it('is over when the disputes are 90 days old', () => {
    const shell = billed(10_000_00);
    dispute(shell, MONDAY + 1, 'D1', 2_000_00);
    shell.advance(MONDAY + 90);
    expect(told(shell, 'DISPUTE_SPIKE')).toEqual(['DISPUTE_SPIKE warning']);
    shell.advance(MONDAY + 91);
    expect(told(shell, 'DISPUTE_SPIKE')).toEqual([]);
  });

  it('opens by time alone when billing leaves the 90 days before the disputes do', () => {
    const shell = billed(10_000_00);
    shell.tell(MONDAY + 60, issued('I2', MONDAY + 60, MONDAY + 90, 5_000_00));
    dispute(shell, MONDAY + 61, 'D1', 1_000_00);
    expect(told(shell, 'DISPUTE_SPIKE')).toEqual([]);
    shell.advance(MONDAY + 90);
    expect(told(shell, 'DISPUTE_SPIKE')).toEqual(['DISPUTE_SPIKE warning']);
  });
});

describe('DISPUTE_AGED', () => {
  it.each([
    [30, []],
    [31, ['DISPUTE_AGED info']],
  ])('after %i days says %j', (days, expected) => {
    const shell = billed(1_000_00);
    dispute(shell, MONDAY + 1, 'D1', 100_00);
    shell.advance(MONDAY + 1 + days);
    expect(told(shell, 'DISPUTE_AGED')).toEqual(expected);
  });

  it('names the invoice, counts from the oldest dispute and ends with the last old one', () => {
    const shell = billed(1_000_00);
    dispute(shell, MONDAY + 1, 'D1', 100_00);
    dispute(shell, MONDAY + 2, 'D2', 100_00);
    shell.advance(MONDAY + 32);
    expect(all(shell, 'DISPUTE_AGED')[0]).toMatchObject({ scope: 'I1' });
    expect(all(shell, 'DISPUTE_AGED')[0]?.evidence[0]).toMatchObject({ value: 31, threshold: 30 });
    resolve(shell, MONDAY + 33, 'D1');
    expect(all(shell, 'DISPUTE_AGED')[0]?.evidence[0]).toMatchObject({ value: 31 });
    resolve(shell, MONDAY + 33, 'D2');
    expect(told(shell, 'DISPUTE_AGED')).toEqual([]);
  });

  it('is over when the invoice is paid all the same', () => {
    const shell = billed(1_000_00);
    dispute(shell, MONDAY + 1, 'D1', 100_00);
    shell.advance(MONDAY + 40);
    shell.tell(MONDAY + 40, paid('P1', 'I1', MONDAY + 40, 1_000_00));
    expect(told(shell, 'DISPUTE_AGED')).toEqual([]);
  });
});
