import { issued, paid, received } from '../../../test/events.ts';
import { logicalView } from '../../../test/logical-view.ts';
import { MONDAY, Shell, type Told } from '../../../test/shell.ts';

function shellWith(...events: readonly Told[]): Shell {
  const shell = new Shell();
  shell.tell(MONDAY, issued('I1', MONDAY, MONDAY + 10, 1_000_00));
  for (const event of events) shell.tell(MONDAY + 1, event);
  return shell;
}

const money = (shell: Shell) => {
  const { openMinor, unappliedMinor, exposureMinor, settledCount } = shell.assess();
  return { openMinor, unappliedMinor, exposureMinor, settledCount };
};

describe('payment.received', () => {
  it('lowers exposure at once and covers what is due, before anything is applied', () => {
    const shell = shellWith(received('P1', MONDAY + 1, 400_00));
    expect(money(shell)).toMatchObject({ openMinor: 1_000_00, unappliedMinor: 400_00 });
    shell.advance(MONDAY + 30);
    expect(shell.assess()).toMatchObject({ exposureMinor: 600_00, cleanOverdueMinor: 600_00 });
  });

  it('is counted once, also when told twice', () => {
    const shell = shellWith(received('P1', MONDAY + 1, 400_00));
    const again = { ...received('P1', MONDAY + 1, 400_00), sourceVersion: 1 };
    shell.tell(MONDAY + 2, again);
    expect(shell.tell(MONDAY + 2, again)).toMatchObject({ kind: 'ignored' });
    expect(money(shell).unappliedMinor).toBe(400_00);
  });

  it('takes a corrected amount from a newer version, and ignores an older one', () => {
    const shell = shellWith();
    const version = (sourceVersion: number, amountMinor: number) =>
      shell.tell(MONDAY + 2, { ...received('P1', MONDAY + 1, amountMinor), sourceVersion });
    version(2, 300_00);
    expect(version(1, 900_00)).toMatchObject({ reason: 'older_version' });
    expect(version(3, 350_00).kind).toBe('applied');
    expect(money(shell).unappliedMinor).toBe(350_00);
  });
});

describe('payment.applied', () => {
  it('settles the invoice and uses the payment up', () => {
    const shell = shellWith(
      received('P1', MONDAY + 1, 1_000_00),
      paid('P1', 'I1', MONDAY + 1, 1_000_00),
    );
    expect(money(shell)).toEqual({
      openMinor: 0,
      unappliedMinor: 0,
      exposureMinor: 0,
      settledCount: 1,
    });
  });

  it('leaves the same when it is told before its payment', () => {
    const shell = shellWith(
      paid('P1', 'I1', MONDAY + 1, 1_000_00),
      received('P1', MONDAY + 1, 1_000_00),
    );
    expect(money(shell)).toMatchObject({ openMinor: 0, unappliedMinor: 0, settledCount: 1 });
  });

  it('leaves the same when it is told before its invoice', () => {
    const shell = new Shell();
    shell.tell(MONDAY, paid('P1', 'I1', MONDAY, 1_000_00));
    expect(money(shell)).toMatchObject({ openMinor: 0, settledCount: 0 });
    shell.tell(MONDAY + 1, issued('I1', MONDAY, MONDAY + 10, 1_000_00));
    expect(money(shell)).toMatchObject({ openMinor: 0, settledCount: 1 });
  });

  it('counts lateness to the value day, not to the day on which we booked it', () => {
    const late = (more: object) => {
      const shell = shellWith();
      shell.tell(MONDAY + 30, paid('P1', 'I1', MONDAY + 30, 1_000_00, more));
      return shell.profile.stats.lates;
    };
    expect(late({})).toEqual([20]);
    expect(late({ valueOn: MONDAY + 12 })).toEqual([2]);
  });

  it('takes the value day of its payment when it has none of its own', () => {
    for (const isPaymentFirst of [true, false]) {
      const shell = shellWith();
      const tellPayment = () => shell.tell(MONDAY + 30, received('P1', MONDAY + 12, 1_000_00));
      if (isPaymentFirst) tellPayment();
      shell.tell(MONDAY + 30, paid('P1', 'I1', MONDAY + 30, 1_000_00));
      if (!isPaymentFirst) tellPayment();
      expect(shell.profile.stats.lates).toEqual([2]);
    }
  });

  it('with a discount closes the invoice for less money', () => {
    const shell = shellWith(
      received('P1', MONDAY + 1, 980_00),
      paid('P1', 'I1', MONDAY + 1, 980_00, { discountMinor: 20_00 }),
    );
    expect(money(shell)).toMatchObject({ openMinor: 0, unappliedMinor: 0, settledCount: 1 });
  });

  it('leaves a credit behind when it is too much', () => {
    const shell = shellWith(paid('P1', 'I1', MONDAY + 1, 1_200_00));
    expect(money(shell)).toMatchObject({ openMinor: 0, unappliedMinor: 200_00 });
  });

  it('may lie on one invoice more than once, told apart by application ids', () => {
    const part = (applicationId: string) => paid('P1', 'I1', MONDAY + 1, 300_00, { applicationId });
    const shell = shellWith(part('a'), part('b'));
    expect(money(shell).openMinor).toBe(400_00);
  });

  it('weighs each part of an invoice by its own lateness', () => {
    const shell = shellWith();
    shell.tell(MONDAY + 10, paid('P1', 'I1', MONDAY + 10, 500_00));
    shell.tell(MONDAY + 30, paid('P2', 'I1', MONDAY + 30, 500_00));
    expect(shell.assess()).toMatchObject({ dbt90MilliDays: 10_000, lateSharePpm: 500_000 });
  });
});

describe('payment.unapplied', () => {
  const unapplied = (amountMinor: number): Told => ({
    kind: 'payment.unapplied',
    paymentId: 'P1',
    invoiceId: 'I1',
    applicationId: null,
    amountMinor,
    discountMinor: 0,
    unappliedOn: MONDAY + 1,
  });

  it('opens the invoice again and frees the money', () => {
    const shell = shellWith(
      received('P1', MONDAY + 1, 1_000_00),
      paid('P1', 'I1', MONDAY + 1, 1_000_00),
      unapplied(1_000_00),
    );
    expect(money(shell)).toMatchObject({
      openMinor: 1_000_00,
      unappliedMinor: 1_000_00,
      settledCount: 0,
    });
  });

  it('takes off a part only', () => {
    const shell = shellWith(paid('P1', 'I1', MONDAY + 1, 1_000_00), unapplied(250_00));
    expect(money(shell)).toMatchObject({ openMinor: 250_00, settledCount: 0 });
  });

  it('does not touch a newer application of the same payment', () => {
    const shell = shellWith(paid('P1', 'I1', MONDAY + 1, 1_000_00), unapplied(1_000_00));
    shell.tell(MONDAY + 3, paid('P1', 'I1', MONDAY + 3, 600_00));
    expect(money(shell).openMinor).toBe(400_00);
  });
});

describe('payment.reversed', () => {
  const reversed = (
    reason: 'chargeback' | 'clearing_reset',
    applications: readonly string[] = ['I1'],
  ): Told => ({
    kind: 'payment.reversed',
    paymentId: 'P1',
    amountMinor: 1_000_00,
    currency: 'EUR',
    reason,
    applications: applications.map((invoiceId) => ({
      applicationId: null,
      invoiceId,
      amountMinor: 1_000_00,
      discountMinor: 0,
    })),
    reversedOn: MONDAY + 1,
  });
  const settle = [received('P1', MONDAY + 1, 1_000_00), paid('P1', 'I1', MONDAY + 1, 1_000_00)];

  it.each([{ listed: ['I1'] }, { listed: [] }])(
    'opens what it had settled, with applications $listed in the event',
    ({ listed }) => {
      const shell = shellWith(...settle, reversed('chargeback', listed));
      expect(money(shell)).toMatchObject({
        openMinor: 1_000_00,
        unappliedMinor: 0,
        settledCount: 0,
      });
    },
  );

  it('voids an application that is told after it', () => {
    const shell = shellWith(received('P1', MONDAY + 1, 1_000_00), reversed('chargeback'));
    shell.tell(MONDAY + 2, paid('P1', 'I1', MONDAY + 1, 1_000_00));
    expect(money(shell)).toMatchObject({ openMinor: 1_000_00, unappliedMinor: 0 });
  });

  it('dates an application by the receipt, also when both are told after the reversal', () => {
    const said = new Map<string, Told>([
      ['receive', { ...received('P1', MONDAY, 1_000_00), occurredAtMs: 1 }],
      ['apply', { ...paid('P1', 'I1', MONDAY + 1, 1_000_00), occurredAtMs: 2 }],
      ['reverse', { ...reversed('chargeback'), occurredAtMs: 3 } as Told],
    ]);
    const told = (...order: readonly string[]) => {
      const shell = shellWith(...order.flatMap((name) => said.get(name) ?? []));
      return logicalView(shell.profile, shell.pages());
    };
    const inOrder = told('receive', 'apply', 'reverse');
    expect(told('apply', 'reverse', 'receive')).toEqual(inOrder);
    expect(told('reverse', 'apply', 'receive')).toEqual(inOrder);
  });

  it.each([309, 310, 311, 399, 400, 401])('can be stored %i days after the receipt', (days) => {
    const shell = shellWith(...settle);
    const on = MONDAY + 1 + days;
    shell.tell(on, { ...reversed('chargeback'), reversedOn: on } as Told);
    shell.advance(on + 500);
    expect(money(shell).openMinor).toBe(days < 400 ? 1_000_00 : 0);
  });

  it('by a clearing reset leaves the money with us and is no failure', () => {
    const shell = shellWith(...settle, reversed('clearing_reset'));
    expect(money(shell)).toMatchObject({ openMinor: 1_000_00, unappliedMinor: 1_000_00 });
    expect(shell.assess().failedPayments90).toBe(0);
  });

  it('takes the settlement out of the middle of history', () => {
    const shell = new Shell();
    for (const [index, late] of [0, 40, 5].entries()) {
      const id = `I${index}`;
      shell.tell(MONDAY + index, issued(id, MONDAY, MONDAY, 100_00));
      shell.tell(MONDAY + 50 + index, paid(`P${index}`, id, MONDAY + late, 100_00));
    }
    expect(shell.profile.stats.lates).toEqual([0, 5, 40]);
    shell.tell(MONDAY + 60, {
      kind: 'payment.reversed',
      paymentId: 'P2',
      amountMinor: 100_00,
      currency: 'EUR',
      reason: 'returned',
      applications: [],
      reversedOn: MONDAY + 60,
    });
    expect(shell.profile.stats.lates).toEqual([0, 40]);
  });
});

describe('refunds and credit notes', () => {
  it('a refund takes free money away', () => {
    const shell = shellWith(received('P1', MONDAY + 1, 500_00), {
      kind: 'refund.issued',
      refundId: 'R1',
      paymentId: 'P1',
      amountMinor: 200_00,
      currency: 'EUR',
      issuedOn: MONDAY + 1,
    });
    expect(money(shell).unappliedMinor).toBe(300_00);
  });

  const credit: Told = {
    kind: 'credit_note.issued',
    creditNoteId: 'C1',
    amountMinor: 1_000_00,
    currency: 'EUR',
    issuedOn: MONDAY + 1,
  };
  const credited: Told = {
    kind: 'credit_note.applied',
    creditNoteId: 'C1',
    invoiceId: 'I1',
    applicationId: null,
    amountMinor: 1_000_00,
    appliedOn: MONDAY + 1,
  };

  it('an open credit note covers what is due', () => {
    const shell = shellWith(credit);
    shell.advance(MONDAY + 60);
    expect(shell.assess()).toMatchObject({ cleanOverdueMinor: 0, exposureMinor: 0 });
  });

  it('an applied one closes the invoice and says nothing about how the customer pays', () => {
    const shell = shellWith(credit, credited);
    expect(money(shell)).toEqual({
      openMinor: 0,
      unappliedMinor: 0,
      exposureMinor: 0,
      settledCount: 0,
    });
  });

  it('a voided one opens the invoice again', () => {
    const shell = shellWith(credit, credited, {
      kind: 'credit_note.voided',
      creditNoteId: 'C1',
      voidedOn: MONDAY + 1,
    });
    expect(money(shell)).toMatchObject({ openMinor: 1_000_00, unappliedMinor: 0 });
  });
});

describe('an event from beyond the horizon', () => {
  it('is refused when nobody knows what it is about', () => {
    const shell = new Shell();
    shell.advance(MONDAY + 500);
    const result = shell.tell(MONDAY + 500, paid('P1', 'I1', MONDAY + 100, 100_00));
    expect(result).toMatchObject({ kind: 'refused', reason: 'beyond_horizon' });
    expect(shell.profile.itemPages).toEqual([]);
  });

  it('is taken when the invoice is still open', () => {
    const shell = shellWith();
    shell.advance(MONDAY + 500);
    const result = shell.tell(MONDAY + 500, paid('P1', 'I1', MONDAY + 100, 1_000_00));
    expect(result.kind).toBe('applied');
    expect(money(shell).openMinor).toBe(0);
  });

  it('does not bring a forgotten invoice back to life', () => {
    const shell = shellWith(paid('P1', 'I1', MONDAY + 1, 1_000_00));
    shell.advance(MONDAY + 402);
    expect(shell.profile.stubPages).toEqual([]);
    const result = shell.tell(MONDAY + 402, issued('I1', MONDAY, MONDAY + 10, 1_000_00));
    expect(result).toMatchObject({ kind: 'refused', reason: 'beyond_horizon' });
    expect(money(shell)).toMatchObject({ openMinor: 0, settledCount: 1 });
  });

  it('is refused as an issue in whatever order it and a payment of today come', () => {
    const issue = issued('I1', MONDAY, MONDAY + 10, 1_000_00);
    const payment = paid('P1', 'I1', MONDAY + 400, 400_00);
    const told = [
      [issue, payment],
      [payment, issue],
    ].map((events) => {
      const shell = new Shell();
      for (const event of events) shell.tell(MONDAY + 400, event);
      return money(shell);
    });
    expect(told[0]).toMatchObject({ openMinor: 0, settledCount: 0 });
    expect(told[1]).toEqual(told[0]);
  });

  it('does not bring a forgotten invoice back by way of a dispute about it', () => {
    const shell = shellWith(paid('P1', 'I1', MONDAY + 1, 1_000_00));
    shell.advance(MONDAY + 402);
    shell.tell(MONDAY + 402, {
      kind: 'invoice.disputed',
      invoiceId: 'I1',
      disputeId: 'D1',
      amountMinor: 100_00,
      disputedOn: MONDAY + 300,
    });
    const result = shell.tell(MONDAY + 402, issued('I1', MONDAY, MONDAY + 10, 1_000_00));
    expect(result).toMatchObject({ kind: 'refused', reason: 'beyond_horizon' });
    expect(money(shell)).toMatchObject({ openMinor: 0, settledCount: 1 });
  });
});

describe('an invoice that was paid long before it was due', () => {
  it.each([
    [35, 364, 0],
    [35, 365, null],
    [36, 363, 0],
    [36, 364, null],
  ])('%i days early is in the mean of the year %i days after: %j', (early, days, expected) => {
    const shell = new Shell();
    const dueOn = MONDAY + 60;
    shell.tell(MONDAY, issued('I1', MONDAY, dueOn, 100_00));
    shell.tell(dueOn - early, paid('P1', 'I1', dueOn - early, 100_00));
    shell.advance(dueOn + days);
    expect(shell.assess().dbt365MilliDays).toBe(expected);
  });
});
