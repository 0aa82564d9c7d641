import type { World } from '../src/index.ts';
import { told } from './conditions.ts';
import { customerWithHistory } from './customers.ts';
import { filed, scored } from './dossier-events.ts';
import { described, issued, limitOf, ordered, paid } from './events.ts';
import { MONDAY, Shell, type Told, worldWith } from './shell.ts';

/** France as an agency sees it: 0 is low risk, 3 very high. */
const franceOf = (grade: number): World =>
  worldWith({
    macro: new Map([
      ['country:FR', [{ provider: 'agency', grade, before: null, asOf: MONDAY - 30 }]],
    ]),
  });

/** A French customer of many years that pays so many days late, as everybody outside knows. */
function known(options: { lateDays: number; grade?: number; settled?: number }): Shell {
  const shell = customerWithHistory({
    until: MONDAY,
    weeks: options.settled ?? 40,
    lateDays: options.lateDays,
    world: franceOf(options.grade ?? 0),
  });
  shell.tell(MONDAY, described({ country: 'FR', onboardedOn: MONDAY - 2_000 }));
  return shell;
}

/**
 * A French customer of many years that settled an invoice a week: forty of 1,000 euros on the day,
 * then one of so much for each entry of `lateDays`, so many days late.
 */
function slipping(lateDays: readonly number[], amountMinor: number, grade = 0): Shell {
  const shell = new Shell({ isStrict: false, world: franceOf(grade) });
  const weeks = 40 + lateDays.length;
  const happenings = Array.from({ length: weeks }, (_, week) => {
    const late = lateDays[week - 40] ?? 0;
    const amount = week < 40 ? 1_000_00 : amountMinor;
    const settledOn = MONDAY - 1 - 7 * (weeks - 1 - week);
    const dueOn = settledOn - late;
    return [
      { day: dueOn - 30, event: issued(`H${week}`, dueOn - 30, dueOn, amount) },
      { day: settledOn, event: paid(`P${week}`, `H${week}`, settledOn, amount) },
    ];
  }).flat();
  happenings.sort((a, b) => a.day - b.day);
  for (const { day, event } of happenings) shell.tell(day, event);
  shell.advance(MONDAY);
  shell.tell(MONDAY, described({ country: 'FR', onboardedOn: MONDAY - 2_000 }));
  return shell;
}

/** From a first late day to a quarter late, in nine weeks. */
const QUARTER = [10, 20, 30, 40, 50, 60, 70, 80, 90];

const brokenPromise: Told = {
  ...{ kind: 'promise.made', promiseId: 'PR', invoiceIds: ['LATE'], amountMinor: 9_000_00 },
  ...{ currency: 'EUR', madeOn: MONDAY - 20, promisedFor: MONDAY - 10, level: 1 },
};

const failedDebit = (attemptId: string): Told => ({
  ...{ kind: 'payment.failed', attemptId, paymentId: null, invoiceId: 'LATE' },
  ...{ hardFail: false, failedOn: MONDAY },
});

/** Whom nobody outside has anything to say against. */
function wellKnown(lateDays: number): Shell {
  const shell = known({ lateDays });
  shell.tell(MONDAY, scored(90, MONDAY - 10));
  shell.tell(MONDAY, filed(MONDAY - 200));
  return shell;
}

/** Owes so much since so many days, and the rest of 10,000 euros, or of `all`, is not due. */
function owe(shell: Shell, overdue: number, days: number, all = 10_000_00): void {
  shell.tell(MONDAY, issued('LATE', MONDAY - days - 30, MONDAY - days, overdue));
  shell.tell(MONDAY, issued('OPEN', MONDAY - 5, MONDAY + 25, all - overdue));
}

/** Points of the rows that cost any, as the table of archetypes writes them. */
function points(shell: Shell): string {
  const rows = shell.assess().features.filter((feature) => feature.points > 0);
  return rows.map((feature) => `${feature.code} ${feature.points}`).join(', ');
}

function answer(shell: Shell): string {
  const { score, bands, floors } = shell.assess();
  return `${score} ${bands.shown}${floors.map(({ code }) => ` ${code}`).join('')}`;
}

describe('an archetype told by its events', () => {
  it('is nothing to worry about: prompt, known, externals fine', () => {
    const shell = wellKnown(0);
    expect(points(shell)).toBe('');
    expect(answer(shell)).toBe('0 A');
  });

  it.each([
    [40, '35 A'],
    [2, '35 B PROVISIONAL'],
  ])('is prompt and new, without an outside score, %i invoices settled', (settled, expected) => {
    const shell = known({ lateDays: 0, settled });
    shell.tell(MONDAY, filed(MONDAY - 200));
    shell.tell(MONDAY, described({ onboardedOn: MONDAY - 243 }));
    expect(points(shell)).toBe('X1 15, R1 20');
    expect(answer(shell)).toBe(expected);
  });

  it('is stable at 10 days late', () => {
    const shell = wellKnown(10);
    owe(shell, 2_000_00, 10);
    expect(points(shell)).toBe('P1 60, P3 60, E1 15, E2 15');
    expect(answer(shell)).toBe('150 B');
  });

  it('is stable at 25 days late', () => {
    const shell = wellKnown(25);
    owe(shell, 4_000_00, 25);
    expect(points(shell)).toBe('P1 100, P3 60, E1 40, E2 35');
    expect(answer(shell)).toBe('235 B OVERDUE_14');
  });

  it('was prompt and is slipping by 8 days', () => {
    const shell = slipping([6, 8, 10, 12, 14, 16, 18, 20], 1_000_00);
    shell.tell(MONDAY, scored(90, MONDAY - 10));
    shell.tell(MONDAY, filed(MONDAY - 200));
    owe(shell, 2_000_00, 8);
    expect(points(shell)).toBe('P1 60, P2 50, P3 40, P4 15, E1 15, E2 15');
    expect(answer(shell)).toBe('195 B');
    expect(told(shell, 'PAY_DRIFT')).toEqual(['PAY_DRIFT warning']);
  });

  it('is slipping by 20 days at 95 % use, with one failed debit', () => {
    const shell = slipping([8, 12, 16, 20, 24, 28, 32, 36, 40], 3_000_00);
    shell.tell(MONDAY, described({ onboardedOn: MONDAY - 800 }));
    shell.tell(MONDAY, filed(MONDAY - 200));
    owe(shell, 8_000_00, 20);
    shell.tell(MONDAY, limitOf(10_526_32, MONDAY));
    shell.tell(MONDAY, failedDebit('F1'));
    expect(points(shell)).toBe(
      'P1 100, P2 80, P3 60, P4 15, P5 25, E1 40, E2 60, E3 30, X1 15, R1 10',
    );
    expect(answer(shell)).toBe('435 C OVERDUE_14');
  });

  it('is 50 days past due and broke its promises, and that is all', () => {
    const shell = slipping(QUARTER, 3_000_00);
    shell.tell(MONDAY, scored(90, MONDAY - 10));
    shell.tell(MONDAY, filed(MONDAY - 200));
    owe(shell, 9_000_00, 50);
    shell.tell(MONDAY, brokenPromise);
    expect(points(shell)).toBe('P1 140, P2 80, P3 60, P4 30, P6 40, E1 80, E2 60');
    expect(answer(shell)).toBe('490 D OVERDUE_30 OVERDUE_14');
  });

  it('is 50 days past due and broke its promises, over its limit and weak outside', () => {
    const shell = slipping(QUARTER, 3_000_00);
    shell.tell(MONDAY, scored(20, MONDAY - 10));
    shell.tell(MONDAY, filed(MONDAY - 200));
    owe(shell, 9_000_00, 50);
    shell.tell(MONDAY, brokenPromise);
    shell.tell(MONDAY, limitOf(8_000_00, MONDAY));
    expect(points(shell)).toBe('P1 140, P2 80, P3 60, P4 30, P6 40, E1 80, E2 60, E3 70, X1 55');
    expect(answer(shell)).toBe('615 E OVERDUE_30 OVERDUE_14');
  });

  it('is 100 days past due, and that is all', () => {
    const shell = slipping(QUARTER, 3_000_00);
    shell.tell(MONDAY, scored(90, MONDAY - 10));
    shell.tell(MONDAY, filed(MONDAY - 200));
    owe(shell, 40_000_00, 100, 42_000_00);
    expect(points(shell)).toBe('P1 170, P2 80, P3 60, P4 30, E1 160, E2 60');
    expect(answer(shell)).toBe('560 E DEFAULT OVERDUE_60 OVERDUE_30 OVERDUE_14');
  });

  it('is 100 days past due, and everything is bad', () => {
    const shell = slipping(QUARTER, 3_000_00, 3);
    shell.tell(MONDAY, scored(5, MONDAY - 10));
    // Much owed to suppliers and little to banks: distress by Z″ with a low gearing.
    shell.tell(
      MONDAY,
      filed(MONDAY - 200, {
        ...{ ebitMinor: -200_000, retainedEarningsMinor: -300_000, equityMinor: 300_000 },
        ...{ totalLiabilitiesMinor: 700_000, debtMinor: 100_000 },
      }),
    );
    owe(shell, 40_000_00, 100, 42_000_00);
    shell.tell(MONDAY, brokenPromise);
    shell.tell(MONDAY, limitOf(8_000_00, MONDAY));
    for (const attempt of ['F1', 'F2', 'F3']) shell.tell(MONDAY, failedDebit(attempt));
    expect(points(shell)).toBe(
      'P1 170, P2 80, P3 60, P4 30, P5 60, P6 40, E1 160, E2 60, E3 70, X1 70, X2 50, X4 35',
    );
    expect(answer(shell)).toMatch(/^885 E DEFAULT /);
  });

  it('is prompt with a ruined balance sheet', () => {
    const shell = known({ lateDays: 0, grade: 2 });
    shell.tell(MONDAY, scored(5, MONDAY - 10));
    shell.tell(
      MONDAY,
      filed(MONDAY - 200, {
        ebitMinor: -200_000,
        retainedEarningsMinor: -300_000,
        equityMinor: 300_000,
        totalLiabilitiesMinor: 700_000,
        debtMinor: 1_000_000,
      }),
    );
    expect(points(shell)).toBe('X1 70, X2 50, X3 25, X4 20');
    expect(answer(shell)).toBe('165 C RUINED_ACCOUNTS');
  });

  it('is over its limit but prompt', () => {
    const shell = wellKnown(0);
    shell.tell(MONDAY, limitOf(1_000_00, MONDAY));
    shell.tell(MONDAY, issued('OPEN', MONDAY, MONDAY + 30, 1_100_00));
    expect(points(shell)).toBe('E3 50');
    shell.tell(MONDAY, issued('MORE', MONDAY, MONDAY + 30, 1));
    expect(points(shell)).toBe('E3 70');
    expect(answer(shell)).toBe('70 A');
    expect(told(shell, 'LIMIT')).toEqual(['LIMIT_100 error']);
  });

  it('orders three times as much in a season, as a year ago, and nobody outside knows it', () => {
    const shell = known({ lateDays: 0, settled: 70 });
    shell.tell(MONDAY, limitOf(10_000_00, MONDAY));
    // Eight weeks of 3,000 euros a week in both years, and 1,000 in the weeks between.
    for (let week = 0; week < 60; week += 1) {
      const on = MONDAY - 420 + week * 7;
      const amount = week < 8 || week >= 52 ? 3_000_00 : 1_000_00;
      shell.tell(MONDAY, ordered(`O${week}`, on, amount));
    }
    const open = shell.assess().openMinor;
    shell.tell(MONDAY, issued('SEASON', MONDAY, MONDAY + 30, 9_500_00 - open));
    expect(shell.assess().features.find(({ code }) => code === 'E4')?.value).toBe(0);
    expect(points(shell)).toBe('E3 30, X1 15, X2 10, X3 5');
    expect(answer(shell)).toBe('60 A');
  });

  it('disputes all invoices, and nobody outside knows it', () => {
    const shell = known({ lateDays: 0 });
    shell.tell(MONDAY, issued('BAD', MONDAY - 130, MONDAY - 100, 5_000_00));
    shell.tell(MONDAY, {
      kind: 'invoice.disputed',
      invoiceId: 'BAD',
      disputeId: 'D1',
      amountMinor: 5_000_00,
      disputedOn: MONDAY,
    });
    expect(points(shell)).toBe('X1 15, X2 10, X3 5');
    expect(answer(shell)).toBe('30 A');
    shell.tell(MONDAY, paid('P1', 'BAD', MONDAY, 5_000_00));
  });
});
