import type { MacroGrade } from '../src/index.ts';
import { told } from './conditions.ts';
import { customerWithHistory } from './customers.ts';
import { filed, scored } from './dossier-events.ts';
import { described, issued, limitOf, ordered, paid } from './events.ts';
import { MONDAY, type Shell, worldWith } from './shell.ts';

const grade = (value: number): MacroGrade => {
  return { provider: 'agency', grade: value, before: null, asOf: MONDAY - 30 };
};

/** A French customer of many years that pays so many days late, as everybody outside knows. */
function known(options: { lateDays: number; grade?: number; settled?: number }): Shell {
  const shell = customerWithHistory({
    until: MONDAY,
    weeks: options.settled ?? 40,
    lateDays: options.lateDays,
    world: worldWith({ macro: new Map([['country:FR', [grade(options.grade ?? 0)]]]) }),
  });
  shell.tell(MONDAY, described({ country: 'FR', onboardedOn: MONDAY - 2_000 }));
  return shell;
}

/** Whom nobody outside has anything to say against. */
function wellKnown(lateDays: number): Shell {
  const shell = known({ lateDays });
  shell.tell(MONDAY, scored(90, MONDAY - 10));
  shell.tell(MONDAY, filed(MONDAY - 200));
  return shell;
}

/** Owes so much since so many days, and the rest of 10,000 euros is not due. */
function owe(shell: Shell, overdue: number, days: number): void {
  shell.tell(MONDAY, issued('LATE', MONDAY - days - 30, MONDAY - days, overdue));
  shell.tell(MONDAY, issued('OPEN', MONDAY - 5, MONDAY + 25, 10_000_00 - overdue));
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
