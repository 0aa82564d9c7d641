import { all, told } from '../../../test/conditions.ts';
import { issued, paid, received } from '../../../test/events.ts';
import { MONDAY, Shell, weekdays, worldWith } from '../../../test/shell.ts';

const FIRST = MONDAY + 7;
const SECOND = MONDAY + 35;

/** Two invoices of 600, overdue since long; three instalments of 400. Weekends are off. */
function underPlan(invoiceIds: readonly string[] = ['I1', 'I2']): Shell {
  const shell = new Shell({ world: worldWith({ calendar: weekdays }) });
  for (const id of ['I1', 'I2']) shell.tell(MONDAY, issued(id, MONDAY - 70, MONDAY - 40, 600_00));
  const days = [FIRST, SECOND, SECOND + 28];
  shell.tell(MONDAY, {
    kind: 'payment_plan.agreed',
    planId: 'PLAN',
    invoiceIds,
    currency: 'EUR',
    instalments: days.map((dueOn) => ({ dueOn, amountMinor: 400_00 })),
    agreedOn: MONDAY,
  });
  return shell;
}

const oldest = (shell: Shell) => shell.assess().oldestCleanDays;

describe('a payment plan', () => {
  it('re-bases what is due to its first instalment, and pauses dunning', () => {
    const shell = underPlan();
    expect(shell.assess()).toMatchObject({ cleanOverdueMinor: 0, treatment: 'pause' });
    expect(shell.assess().pauses).toMatchObject([{ kind: 'plan', ref: 'PLAN', until: FIRST + 3 }]);
  });

  it('moves on with each instalment that is paid', () => {
    const shell = underPlan();
    shell.tell(FIRST, paid('P1', 'I1', FIRST, 400_00));
    shell.advance(SECOND + 2);
    expect(told(shell, 'PLAN_BREACHED')).toEqual([]);
    expect(oldest(shell)).toBe(0);
    shell.advance(SECOND + 4);
    expect(oldest(shell)).toBe(4);
  });

  it.each([
    [399_99, ['PLAN_BREACHED error']],
    [400_00, []],
    [400_01, []],
  ])('with %i paid of 400 says %j after three business days', (amountMinor, expected) => {
    const shell = underPlan();
    shell.tell(FIRST, paid('P1', 'I1', FIRST, amountMinor));
    shell.advance(FIRST + 3);
    expect(told(shell, 'PLAN_BREACHED')).toEqual([]);
    shell.advance(FIRST + 4);
    expect(told(shell, 'PLAN_BREACHED')).toEqual(expected);
    expect(shell.assess().pauses).toHaveLength(expected.length === 0 ? 1 : 0);
  });

  it('counts a weekend day not among the three', () => {
    const shell = underPlan();
    shell.advance(FIRST + 3);
    expect(shell.assess().nextTransitionOn).toBeLessThanOrEqual(FIRST + 4);
    shell.tell(FIRST + 4, paid('P1', 'I1', FIRST + 4, 400_00));
    shell.tell(SECOND + 4, paid('P2', 'I2', SECOND + 4, 400_00));
    const third = SECOND + 28;
    shell.advance(third + 3);
    expect(told(shell, 'PLAN_BREACHED')).toEqual([]);
    shell.advance(third + 4);
    expect(all(shell, 'PLAN_BREACHED')[0]).toMatchObject({ scope: 'PLAN' });
  });

  it('names how many instalments are missed, and is over when they are caught up', () => {
    const shell = underPlan();
    shell.advance(SECOND + 4);
    const [days, missed] = all(shell, 'PLAN_BREACHED')[0]?.evidence ?? [];
    expect(days).toMatchObject({ field: 'daysBeyondTolerance', value: SECOND + 4 - FIRST - 3 });
    expect(missed).toMatchObject({ field: 'instalmentsMissed', value: 2 });
    shell.tell(SECOND + 4, paid('P1', 'I1', SECOND + 4, 600_00));
    expect(told(shell, 'PLAN_BREACHED')).toEqual(['PLAN_BREACHED error']);
    shell.tell(SECOND + 4, paid('P2', 'I2', SECOND + 4, 200_00));
    expect(told(shell, 'PLAN_BREACHED')).toEqual([]);
  });

  it('makes all that is left overdue from the instalment that is missed', () => {
    const shell = underPlan();
    shell.advance(FIRST + 10);
    expect(shell.assess()).toMatchObject({ oldestCleanDays: 10, cleanOverdueMinor: 1_200_00 });
  });

  it('hides no lateness of what is settled', () => {
    const shell = underPlan();
    shell.tell(FIRST, paid('P1', 'I1', FIRST, 600_00));
    expect(shell.assess().lateSharePpm).toBe(1_000_000);
  });

  it('gives everything its own due day back when it is cancelled', () => {
    const shell = underPlan();
    const cancelled = { planId: 'PLAN', cancelledOn: MONDAY + 1 };
    shell.tell(MONDAY + 1, { kind: 'payment_plan.cancelled', ...cancelled });
    expect(oldest(shell)).toBe(41);
    expect(shell.assess().pauses).toEqual([]);
  });

  it('is over when its invoices are settled, whatever it says', () => {
    const shell = underPlan();
    for (const id of ['I1', 'I2']) {
      shell.tell(FIRST, { kind: 'invoice.voided', invoiceId: id, voidedOn: FIRST });
    }
    expect(shell.assess().pauses).toEqual([]);
    shell.advance(SECOND + 60);
    expect(told(shell, 'PLAN_BREACHED')).toEqual([]);
  });

  it('without invoices counts any payment, and moves no due day', () => {
    const shell = underPlan([]);
    expect(oldest(shell)).toBe(40);
    shell.tell(FIRST, received('P1', FIRST, 400_00));
    shell.advance(FIRST + 4);
    expect(told(shell, 'PLAN_BREACHED')).toEqual([]);
    shell.advance(SECOND + 4);
    expect(told(shell, 'PLAN_BREACHED')).toEqual(['PLAN_BREACHED error']);
  });

  it('is the same in any order of telling', () => {
    const shell = new Shell({ world: worldWith({ calendar: weekdays }) });
    shell.tell(MONDAY, paid('P1', 'I1', FIRST, 400_00, { sourceVersion: 9 }));
    shell.tell(MONDAY, { kind: 'payment_plan.cancelled', planId: 'OLD', cancelledOn: MONDAY });
    const plan = (planId: string) => ({
      ...{ kind: 'payment_plan.agreed' as const, planId, invoiceIds: ['I1'], currency: 'EUR' },
      instalments: [FIRST, SECOND].map((dueOn) => ({ dueOn, amountMinor: 400_00 })),
      agreedOn: MONDAY,
    });
    for (const planId of ['PLAN', 'OLD']) shell.tell(MONDAY, plan(planId));
    shell.tell(MONDAY, issued('I1', MONDAY - 70, MONDAY - 40, 800_00));
    shell.advance(SECOND + 4);
    expect(oldest(shell)).toBe(4);
    expect(all(shell, 'PLAN_BREACHED').map(({ scope }) => scope)).toEqual(['PLAN']);
  });
});
