import { all, told } from '../../test/conditions.ts';
import { filed, scored } from '../../test/dossier-events.ts';
import { MONDAY, Shell } from '../../test/shell.ts';

const row = (shell: Shell, code: string) =>
  shell.assess().features.find((feature) => feature.code === code);

/** Accounts whose Z″ is the given one: nothing but retained earnings differs. */
const withAltman = (milli: number, periodEnd: number) =>
  filed(periodEnd, {
    totalAssetsMinor: 326_000,
    currentAssetsMinor: 0,
    currentLiabilitiesMinor: 0,
    ebitMinor: 0,
    equityMinor: 163_000,
    totalLiabilitiesMinor: 163_000,
    retainedEarningsMinor: 100 * (milli - 1_050),
  });

const withDebt = (debtMinor: number, periodEnd: number) =>
  filed(periodEnd, { equityMinor: 100_000, debtMinor, cashMinor: 0 });

describe('filed accounts', () => {
  it.each([
    [2_601, 0],
    [2_600, 20],
    [1_100, 20],
    [1_099, 50],
  ])('with a Z″ of %i thousandths cost %i points', (milli, points) => {
    const shell = new Shell();
    shell.tell(MONDAY, withAltman(milli, MONDAY - 90));
    expect(row(shell, 'X2')).toMatchObject({
      value: milli,
      unit: 'milli',
      points,
      asOf: MONDAY - 90,
      sampleSize: 1,
    });
  });

  it.each([
    [50_000, 500_000, 0],
    [50_001, 500_010, 10],
    [100_000, 1_000_000, 10],
    [100_001, 1_000_010, 25],
  ])('with %i of debt on 100,000 of equity gear %i ppm: %i points', (debt, value, points) => {
    const shell = new Shell();
    shell.tell(MONDAY, withDebt(debt, MONDAY - 90));
    expect(row(shell, 'X3')).toMatchObject({ value, points });
  });

  it('say that there is no equity by a reason of its own', () => {
    const shell = new Shell();
    shell.tell(MONDAY, filed(MONDAY - 90, { equityMinor: -1 }));
    expect(row(shell, 'X3')).toMatchObject({ points: 25, maxPoints: 25 });
    expect(shell.assess().reasons.map(({ code }) => code)).toContain('NEGATIVE_EQUITY');
  });

  it('are stale 549 days after their period, and then cost the mean with missing ones', () => {
    const shell = new Shell();
    shell.tell(MONDAY, withAltman(1_000, MONDAY));
    shell.advance(MONDAY + 548);
    expect(row(shell, 'X2')).toMatchObject({ points: 50, stale: false });
    shell.advance(MONDAY + 549);
    expect(row(shell, 'X2')).toMatchObject({ points: 30, stale: true });
    expect(all(shell, 'DATA_STALE').map(({ scope }) => scope)).toEqual(['X2', 'X3']);
  });

  it('are kept for two periods, the newest first, and corrected in place', () => {
    const shell = new Shell();
    for (const age of [800, 70, 1_200, 435]) {
      shell.tell(MONDAY, withAltman(2_000 + age, MONDAY - age));
    }
    shell.tell(MONDAY, withAltman(1_500, MONDAY - 70));
    const filings = shell.profile.dossier.financials?.filings ?? [];
    expect(filings.map(({ altmanMilli }) => altmanMilli)).toEqual([1_500, 2_435]);
    expect(row(shell, 'X2')).toMatchObject({ value: 1_500, sampleSize: 2 });
  });

  it('leave a ratio to the accounts before when the newest do not have it', () => {
    const shell = new Shell();
    shell.tell(MONDAY, withAltman(2_000, MONDAY - 450));
    shell.tell(MONDAY, filed(MONDAY - 90, { ebitMinor: null }));
    expect(row(shell, 'X2')).toMatchObject({ value: 2_000, asOf: MONDAY - 450 });
  });
});

describe('FIN_DETERIORATED', () => {
  it.each([
    [2_601, 2_601, []],
    [2_601, 2_600, ['FIN_DETERIORATED warning']],
    [2_600, 1_100, []],
    [1_100, 1_099, ['FIN_DETERIORATED warning']],
    [1_099, 2_601, []],
  ])('from a Z″ of %i to %i says %j', (before, after, expected) => {
    const shell = new Shell();
    shell.tell(MONDAY, withAltman(before, MONDAY - 450));
    shell.tell(MONDAY, withAltman(after, MONDAY - 85));
    expect(told(shell, 'FIN_DETERIORATED')).toEqual(expected);
  });

  it.each([
    [100_000, []],
    [100_001, ['FIN_DETERIORATED warning']],
  ])('with %i of net debt on 100,000 of equity says %j', (debt, expected) => {
    const shell = new Shell();
    shell.tell(MONDAY, withDebt(debt, MONDAY - 90));
    expect(told(shell, 'FIN_DETERIORATED')).toEqual(expected);
  });

  it('is one episode per filing, over with the next good one', () => {
    const shell = new Shell();
    shell.tell(MONDAY, filed(20_000, { equityMinor: -5 }));
    expect(all(shell, 'FIN_DETERIORATED')).toMatchObject([
      {
        scope: '2024-10-04',
        evidence: [{}, { field: 'netGearingPpm', text: 'negative equity' }, {}],
      },
    ]);
    shell.tell(MONDAY + 370, filed(20_365));
    expect(told(shell, 'FIN_DETERIORATED')).toEqual([]);
  });
});

describe('the floor of ruined accounts', () => {
  const forced = (shell: Shell) =>
    shell.assess().floors.some(({ code, band }) => code === 'RUINED_ACCOUNTS' && band === 'C');

  it.each([
    { altman: 1_099, score: 14, isForced: true },
    { altman: 1_100, score: 14, isForced: false },
    { altman: 1_099, score: 15, isForced: false },
  ])('with Z″ $altman and a score of $score is $isForced', ({ altman, score, isForced }) => {
    const shell = new Shell();
    shell.tell(MONDAY, withAltman(altman, MONDAY - 90));
    shell.tell(MONDAY, scored(score, MONDAY));
    expect(forced(shell)).toBe(isForced);
  });

  it('stays when the evidence goes stale, and lifts with better accounts', () => {
    const shell = new Shell();
    shell.tell(MONDAY, withAltman(1_000, MONDAY - 90));
    shell.tell(MONDAY, scored(5, MONDAY));
    shell.advance(MONDAY + 700);
    expect(forced(shell)).toBe(true);
    shell.tell(MONDAY + 700, withAltman(1_100, MONDAY + 600));
    expect(forced(shell)).toBe(false);
  });
});
