import { all, told } from '../../test/conditions.ts';
import { issued, paid, received } from '../../test/events.ts';
import { MONDAY, Shell } from '../../test/shell.ts';

function owing(...invoiceIds: string[]): Shell {
  const shell = new Shell();
  for (const id of invoiceIds) shell.tell(MONDAY, issued(id, MONDAY, MONDAY + 30, 100_00));
  return shell;
}

function fail(shell: Shell, day: number, id: string, invoiceId: string | null, hardFail = false) {
  return shell.tell(day, {
    kind: 'payment.failed',
    attemptId: id,
    paymentId: null,
    invoiceId,
    hardFail,
    failedOn: day,
  });
}

describe('PAYMENT_FAILED', () => {
  it('is told per invoice, more severely with every failure within 90 days', () => {
    const shell = owing('I1', 'I2', 'I3');
    fail(shell, MONDAY + 1, 'T1', 'I1');
    expect(told(shell, 'PAYMENT_FAILED')).toEqual(['PAYMENT_FAILED info']);
    fail(shell, MONDAY + 2, 'T2', 'I2');
    expect(told(shell, 'PAYMENT_FAILED')).toEqual([
      'PAYMENT_FAILED warning',
      'PAYMENT_FAILED warning',
    ]);
    fail(shell, MONDAY + 3, 'T3', 'I3');
    expect(new Set(told(shell, 'PAYMENT_FAILED'))).toEqual(new Set(['PAYMENT_FAILED error']));
    const scopes = all(shell, 'PAYMENT_FAILED').map(({ scope }) => scope);
    expect(scopes.sort()).toEqual(['I1', 'I2', 'I3']);
  });

  it('compares with the number of failures that made its level', () => {
    const shell = owing('I1', 'I2', 'I3');
    for (const count of [1, 2, 3]) {
      fail(shell, MONDAY + count, `T${count}`, `I${count}`);
      const [evidence] = all(shell, 'PAYMENT_FAILED')[0]?.evidence ?? [];
      expect(evidence).toMatchObject({ value: count, threshold: count });
    }
    const hard = owing('I1');
    fail(hard, MONDAY + 1, 'T1', 'I1', true);
    expect(all(hard, 'PAYMENT_FAILED')[0]?.evidence).toMatchObject([
      { field: 'failedPayments90', value: 1, threshold: 1 },
      { field: 'daysSince', value: 0 },
      { field: 'hardFailures', value: 1, threshold: 1 },
    ]);
  });

  it('is an error at once when the failure will not heal', () => {
    const shell = owing('I1');
    fail(shell, MONDAY + 1, 'T1', 'I1', true);
    expect(told(shell, 'PAYMENT_FAILED')).toEqual(['PAYMENT_FAILED error']);
  });

  it('is over when that invoice is paid, and only then', () => {
    const shell = owing('I1', 'I2');
    fail(shell, MONDAY + 1, 'T1', 'I1');
    shell.tell(MONDAY + 2, paid('P2', 'I2', MONDAY + 2, 100_00));
    expect(told(shell, 'PAYMENT_FAILED')).toEqual(['PAYMENT_FAILED info']);
    shell.tell(MONDAY + 3, paid('P1', 'I1', MONDAY + 3, 100_00));
    expect(told(shell, 'PAYMENT_FAILED')).toEqual([]);
    expect(shell.assess().failedPayments90).toBe(1);
  });

  it('counts an attempt once, however often it is told', () => {
    const shell = owing('I1');
    fail(shell, MONDAY + 1, 'T1', 'I1');
    expect(fail(shell, MONDAY + 1, 'T1', 'I1')).toMatchObject({ reason: 'duplicate' });
    expect(shell.assess().failedPayments90).toBe(1);
  });

  it('of no particular invoice is over with the next payment, or after 90 days', () => {
    const shell = owing('I1');
    fail(shell, MONDAY + 1, 'T1', null);
    expect(told(shell, 'PAYMENT_FAILED')).toEqual(['PAYMENT_FAILED info']);
    shell.tell(MONDAY + 5, received('P1', MONDAY + 5, 10_00));
    expect(told(shell, 'PAYMENT_FAILED')).toEqual([]);
    fail(shell, MONDAY + 6, 'T2', null);
    shell.advance(MONDAY + 95);
    expect(told(shell, 'PAYMENT_FAILED')).toHaveLength(1);
    shell.advance(MONDAY + 96);
    expect(told(shell, 'PAYMENT_FAILED')).toEqual([]);
  });
});

describe('PAYMENT_REVERSED', () => {
  it('names the payment, opens its invoices again, and is over when money replaces it', () => {
    const shell = owing('I1');
    shell.tell(MONDAY + 1, received('P1', MONDAY + 1, 100_00));
    shell.tell(MONDAY + 1, paid('P1', 'I1', MONDAY + 1, 100_00));
    expect(shell.assess().openMinor).toBe(0);
    shell.tell(MONDAY + 9, {
      kind: 'payment.reversed',
      paymentId: 'P1',
      amountMinor: 100_00,
      currency: 'EUR',
      reason: 'chargeback',
      applications: [
        { applicationId: null, invoiceId: 'I1', amountMinor: 100_00, discountMinor: 0 },
      ],
      reversedOn: MONDAY + 9,
    });
    expect(shell.assess()).toMatchObject({
      openMinor: 100_00,
      failedPayments90: 1,
      settledCount: 0,
    });
    expect(all(shell, 'PAYMENT_REVERSED')[0]).toMatchObject({ scope: 'P1', severity: 'error' });
    shell.advance(MONDAY + 31);
    shell.tell(MONDAY + 31, received('P2', MONDAY + 31, 99_99));
    expect(told(shell, 'PAYMENT_REVERSED')).toEqual(['PAYMENT_REVERSED error']);
    shell.tell(MONDAY + 32, received('P3', MONDAY + 32, 1));
    expect(told(shell, 'PAYMENT_REVERSED')).toEqual([]);
  });
});
