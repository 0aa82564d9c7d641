import fc from 'fast-check';
import { customerWithHistory } from '../../test/customers.ts';
import { noticed } from '../../test/dossier-events.ts';
import { described, issued, limitOf } from '../../test/events.ts';
import { kyc, matched, pinned } from '../../test/relation-events.ts';
import { MONDAY, Shell, worldWith } from '../../test/shell.ts';
import { stories } from '../../test/stories.ts';
import { type CreditCheck, type CreditOrder, checkCredit, defaultPolicy } from '../index.ts';

const seed = Number(process.env['DUEWATCH_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

const order = (amountMinor: number, changes: Partial<CreditOrder> = {}): CreditOrder => {
  return { amountMinor, currency: 'EUR', recordsBehind: 0, recordsBehindMost: 100, ...changes };
};

const check = (shell: Shell, asked: CreditOrder): CreditCheck =>
  checkCredit(shell.profile, shell.world, asked);

const said = ({ verdict, reasons }: CreditCheck) =>
  [verdict, ...reasons.map(({ code }) => code)].join(' ');

/** A prompt customer with a limit of 10,000. */
function prompt(limitMinor: number | null = 10_000_00): Shell {
  const shell = customerWithHistory({ until: MONDAY, weeks: 60, lateDays: 0 });
  if (limitMinor !== null) shell.tell(MONDAY, limitOf(limitMinor, MONDAY));
  return shell;
}

/** The same, owing 1,000 since so many days. */
function owing(days: number): Shell {
  const shell = prompt();
  shell.tell(MONDAY, issued('O1', MONDAY - days - 30, MONDAY - days, 1_000_00));
  return shell;
}

describe('an order on credit', () => {
  it('is approved up to what is left of the limit, and referred above it', () => {
    const shell = owing(0);
    expect(check(shell, order(9_000_00))).toEqual({
      verdict: 'approve',
      reasons: [
        {
          code: 'WITHIN_LIMIT',
          verdict: 'approve',
          evidence: [
            { field: 'headroomMinor', value: 0, threshold: 0, unit: 'minor', text: 'EUR' },
          ],
        },
      ],
      room: {
        currency: 'EUR',
        limitMinor: 10_000_00,
        exposureMinor: 1_000_00,
        orderMinor: 9_000_00,
        headroomMinor: 0,
      },
    });
    expect(said(check(shell, order(9_000_01)))).toBe('refer OVER_LIMIT');
    expect(said(check(shell, order(10_000_00)))).toBe('refer OVER_LIMIT');
    expect(said(check(shell, order(10_000_01)))).toBe('refuse OVER_LIMIT');
  });

  it('is looked at by a person without a limit, but for a first one of a new customer', () => {
    expect(said(check(prompt(null), order(1_00)))).toBe('refer LIMIT_MISSING');
    const unregistered = new Shell();
    unregistered.tell(MONDAY, issued('I1', MONDAY, MONDAY + 30, 100_00));
    expect(said(check(unregistered, order(1_00)))).toBe('refer LIMIT_MISSING');
    const shell = new Shell();
    shell.tell(MONDAY, described({ onboardedOn: MONDAY }));
    const { starterLimitMinor } = defaultPolicy.advice;
    expect(said(check(shell, order(starterLimitMinor)))).toBe('approve STARTER_LIMIT');
    expect(said(check(shell, order(starterLimitMinor + 1)))).toBe('refer OVER_LIMIT');
  });

  it('is looked at in C, refused in D while hold is advised, and in E altogether', () => {
    expect(said(check(owing(31), order(1_00)))).toBe('refer BAND OVERDUE');
    expect(said(check(owing(61), order(1_00)))).toBe('refuse HOLD_ADVISED BAND OVERDUE');
    expect(said(check(owing(91), order(1_00)))).toBe('refuse HOLD_ADVISED PREPAYMENT OVERDUE');
  });

  it('is looked at while a month’s debt is open, also when a person has pinned A', () => {
    const shell = owing(31);
    shell.tell(MONDAY, pinned('A', MONDAY));
    expect(shell.assess().bands.shown).toBe('A');
    expect(said(check(shell, order(1_00)))).toBe('refer OVERDUE');
  });

  it('is refused to a customer whom nobody may supply, whatever its limit', () => {
    const sanctioned = prompt();
    sanctioned.tell(MONDAY, matched('S1', MONDAY));
    expect(said(check(sanctioned, order(1_00)))).toMatch(/^refuse SANCTIONS /);
    const unknown = prompt();
    unknown.tell(MONDAY, kyc('failed', MONDAY));
    expect(said(check(unknown, order(1_00)))).toMatch(/^refuse KYC_FAILED /);
    const insolvent = prompt();
    insolvent.tell(MONDAY, noticed('N1', 'liquidation', MONDAY));
    expect(said(check(insolvent, order(1_00)))).toMatch(/^refuse INSOLVENCY /);
  });

  it('is looked at while a court has a petition before it', () => {
    const shell = prompt();
    shell.tell(MONDAY, noticed('N1', 'petition', MONDAY));
    expect(said(check(shell, order(1_00)))).toBe('refer BAND INSOLVENCY_PETITION');
  });

  it('is refused while the ledger holds the customer’s orders', () => {
    const shell = prompt();
    const hold = { scope: 'orders', holdId: null, reason: null } as const;
    shell.tell(MONDAY, { ...hold, kind: 'credit_hold.applied', effectiveOn: MONDAY });
    expect(said(check(shell, order(1_00)))).toBe('refuse ORDERS_HELD');
  });

  it('is looked at once the limit has run out', () => {
    const shell = prompt();
    shell.tell(MONDAY, { ...limitOf(10_000_00, MONDAY), validTo: MONDAY + 1 });
    expect(said(check(shell, order(1_00)))).toBe('approve WITHIN_LIMIT');
    shell.advance(MONDAY + 2);
    expect(said(check(shell, order(1_00)))).toBe('refer LIMIT_EXPIRED');
  });
});

describe('what is not known at order time', () => {
  it('is said of a currency without a rate, and other currencies are exchanged', () => {
    const shell = prompt();
    expect(check(shell, order(1_000_00, { currency: 'USD' })).room?.orderMinor).toBe(900_00);
    const asked = check(shell, order(1_00, { currency: 'CHF' }));
    expect(said(asked)).toBe('refer RATE_MISSING');
    expect(asked.reasons[0]?.evidence[0]?.text).toBe('CHF');
    expect(asked.room).toMatchObject({ orderMinor: null, headroomMinor: null });
  });

  it('is said of debts that cannot be valued', () => {
    const shell = prompt();
    shell.tell(MONDAY, { ...issued('C1', MONDAY, MONDAY + 30, 1_00), currency: 'CHF' });
    expect(said(check(shell, order(1_00)))).toBe('refer RATE_MISSING');
  });

  it('is said while the ledger is silent, and while records wait to be folded', () => {
    const shell = prompt();
    shell.world = worldWith({ isFeedSilent: true });
    expect(said(check(shell, order(1_00)))).toBe('refer FEED_SILENT');
    const listening = prompt();
    expect(said(check(listening, order(1_00, { recordsBehind: 100 })))).toMatch('approve');
    expect(said(check(listening, order(1_00, { recordsBehind: 101 })))).toBe('refer STATE_BEHIND');
    expect(said(check(listening, order(1_00, { recordsBehind: null })))).toBe('refer STATE_BEHIND');
  });
});

describe('order time and the alert about new orders', () => {
  it('agree: an order that would raise ORDER_HOLD_ADVISED is never approved', () => {
    const story = stories({ happenings: 25, deals: 12, days: 200 });
    let raised = 0;
    fc.assert(
      fc.property(story, fc.integer({ min: 1, max: 60 }), (happenings, hundreds) => {
        const shell = new Shell({ isStrict: false });
        shell.tell(MONDAY, limitOf(3_000_00, MONDAY));
        for (const { day, event } of happenings) shell.tellStamped(day, event);
        const on = shell.profile.today;
        const amountMinor = hundreds * 100_00;
        const { verdict } = check(shell, order(amountMinor));
        const money = { amountMinor, openMinor: amountMinor, currency: 'EUR' };
        shell.tell(on, { kind: 'order.placed', orderId: 'NEW', ...money, on });
        const isRaised = shell
          .assess()
          .conditions.some(({ code, scope }) => code === 'ORDER_HOLD_ADVISED' && scope === 'NEW');
        if (isRaised) raised += 1;
        expect(isRaised && verdict === 'approve').toBe(false);
      }),
      { seed, numRuns: 60 },
    );
    expect(raised).toBeGreaterThan(0);
  });
});
