import { all, told } from '../../test/conditions.ts';
import { scored } from '../../test/dossier-events.ts';
import { issued } from '../../test/events.ts';
import { MONDAY, Shell, worldWith } from '../../test/shell.ts';

/** A customer whose score stood at the first value for a month, then at the second. */
function fell(from: number, to: number): Shell {
  const shell = new Shell();
  shell.tell(MONDAY, scored(from, MONDAY));
  shell.tell(MONDAY + 30, scored(to, MONDAY + 30));
  return shell;
}

describe('EXT_SCORE_DROP', () => {
  it.each([
    { from: 90, to: 73, expected: [], description: 'within a band, by less than a fifth' },
    { from: 90, to: 72, expected: ['EXT_SCORE_DROP warning'], description: 'by a fifth' },
    { from: 70, to: 69, expected: ['EXT_SCORE_DROP warning'], description: 'by one band' },
    { from: 70, to: 50, expected: ['EXT_SCORE_DROP warning'], description: 'to the band’s end' },
    { from: 70, to: 49, expected: ['EXT_SCORE_DROP error'], description: 'by two bands' },
    { from: 40, to: 90, expected: [], description: 'upwards' },
  ])('of $from to $to ($description) says $expected', ({ from, to, expected }) => {
    expect(told(fell(from, to), 'EXT_SCORE_DROP')).toEqual(expected);
  });

  it('is measured against where it fell from, until that is nearly reached again', () => {
    const shell = fell(90, 60);
    shell.tell(MONDAY + 60, scored(60, MONDAY + 60));
    shell.tell(MONDAY + 90, scored(59, MONDAY + 90));
    shell.tell(MONDAY + 120, scored(69, MONDAY + 120));
    expect(told(shell, 'EXT_SCORE_DROP')).toEqual(['EXT_SCORE_DROP warning']);
    expect(all(shell, 'EXT_SCORE_DROP')).toMatchObject([
      { scope: 'bureau/failure', since: MONDAY + 30 },
    ]);
    shell.tell(MONDAY + 150, scored(73, MONDAY + 150));
    expect(told(shell, 'EXT_SCORE_DROP')).toEqual([]);
  });

  it('is one episode per score, and compares no score with another', () => {
    const shell = fell(90, 60);
    shell.tell(MONDAY + 31, scored(10, MONDAY + 31, { provider: 'agency' }));
    expect(told(shell, 'EXT_SCORE_DROP')).toEqual(['EXT_SCORE_DROP warning']);
    shell.tell(MONDAY + 32, scored(90, MONDAY + 32, { name: 'delinquency' }));
    shell.tell(MONDAY + 33, scored(20, MONDAY + 33, { name: 'delinquency' }));
    expect(all(shell, 'EXT_SCORE_DROP').map(({ scope }) => scope)).toEqual([
      'bureau/failure',
      'bureau/delinquency',
    ]);
  });

  it('prints what it fell from and what is lost', () => {
    const [condition] = all(fell(80, 60), 'EXT_SCORE_DROP');
    expect(condition?.evidence).toEqual([
      {
        field: 'percentilePpm',
        value: 400_000,
        threshold: 200_000,
        unit: 'ppm',
        text: 'bureau/failure',
      },
      { field: 'scoreLostPpm', value: 250_000, threshold: 200_000, unit: 'ppm', text: null },
    ]);
  });

  it('ends when the score has gone stale: then nothing is known any more', () => {
    const shell = fell(90, 60);
    shell.advance(MONDAY + 30 + 365);
    expect(told(shell, 'EXT_SCORE_DROP')).toHaveLength(1);
    shell.advance(MONDAY + 30 + 366);
    expect(told(shell, 'EXT_SCORE_DROP')).toEqual([]);
    expect(all(shell, 'DATA_STALE').map(({ scope }) => scope)).toEqual(['X1']);
  });
});

describe('EXT_LIMIT_CUT', () => {
  const recommends = (minor: number, on: number, currency = 'EUR') =>
    scored(80, on, { recommendedLimitMinor: minor, currency });

  it.each([
    [7_500_01, []],
    [7_500_00, ['EXT_LIMIT_CUT warning']],
    [7_499_99, ['EXT_LIMIT_CUT warning']],
  ])('from 1,000,000 to %i cents says %j', (minor, expected) => {
    const shell = new Shell();
    shell.tell(MONDAY, recommends(10_000_00, MONDAY));
    shell.tell(MONDAY + 30, recommends(minor, MONDAY + 30));
    expect(told(shell, 'EXT_LIMIT_CUT')).toEqual(expected);
  });

  it.each([
    [999_99, []],
    [1_000_00, []],
    [1_000_01, ['EXT_LIMIT_CUT warning']],
  ])('with %i cents owed and 1,000 euros recommended says %j', (owed, expected) => {
    const shell = new Shell();
    shell.tell(MONDAY, recommends(1_000_00, MONDAY));
    shell.tell(MONDAY, issued('I1', MONDAY, MONDAY + 30, owed));
    expect(told(shell, 'EXT_LIMIT_CUT')).toEqual(expected);
  });

  it('holds exposure against the limit in the currency of the limit', () => {
    const shell = new Shell();
    shell.tell(MONDAY, recommends(1_000_00, MONDAY, 'USD'));
    shell.tell(MONDAY, issued('I1', MONDAY, MONDAY + 30, 900_00));
    expect(told(shell, 'EXT_LIMIT_CUT')).toEqual([]);
    shell.world = worldWith({
      rates: { base: 'EUR', rateNano: new Map([['USD', 899_000_000]]) },
    });
    shell.tell(MONDAY + 1, { kind: 'fx.rates_published' });
    expect(told(shell, 'EXT_LIMIT_CUT')).toEqual(['EXT_LIMIT_CUT warning']);
    const [condition] = all(shell, 'EXT_LIMIT_CUT');
    expect(condition?.evidence).toContainEqual({
      field: 'exposureMinor',
      value: 1_001_11,
      threshold: 1_000_00,
      unit: 'minor',
      text: 'USD',
    });
  });
});
