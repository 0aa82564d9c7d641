import { bandOf, rankOfScore } from '../bands/standing.ts';
import { defaultPolicy } from '../policy/default-policy.ts';
import type { FeatureCode } from '../types/assessment.ts';
import { maxPoints, pointsFor } from './points.ts';
import { promptnessIndex, tradelineDbtMilli } from './scorecard.ts';

const days = (count: number) => count * 1_000;
const percent = (share: number) => share * 10_000;

/** Values that leave a row without points. */
const clean: Readonly<Record<FeatureCode, number>> = {
  P1: 0,
  P2: 0,
  P3: 0,
  P4: 0,
  P5: 0,
  P6: 0,
  E1: 0,
  E2: 0,
  E3: 0,
  E4: 0,
  X1: percent(10),
  X2: 3_000,
  X3: percent(20),
  X4: 0,
  R1: 2_000,
  R2: 0,
};

function scoreOf(values: Partial<Record<FeatureCode, number | null>>): number {
  const all: Record<string, number | null> = { ...clean, ...values };
  return Object.entries(defaultPolicy.points).reduce(
    (sum, [code, table]) => sum + pointsFor(table, all[code] ?? null),
    0,
  );
}

describe('the scorecard', () => {
  it('costs 1,000 points at most, with the weights that the policy states', () => {
    const most = Object.fromEntries(
      Object.entries(defaultPolicy.points).map(([code, table]) => [code, maxPoints(table)]),
    );
    expect(most).toEqual({
      P1: 170,
      P2: 80,
      P3: 60,
      P4: 30,
      P5: 60,
      P6: 40,
      E1: 160,
      E2: 60,
      E3: 70,
      E4: 30,
      X1: 70,
      X2: 50,
      X3: 25,
      X4: 35,
      R1: 30,
      R2: 30,
    });
    expect(Object.values(most).reduce((sum, points) => sum + points, 0)).toBe(1_000);
  });

  it.each([
    { archetype: 'prompt, known, externals fine', values: {}, score: 0, band: 'A' },
    {
      archetype: 'prompt, new (8 months), no external score',
      values: { R1: 243, X1: null },
      score: 35,
      band: 'A',
    },
    {
      archetype: 'stable 10 days late',
      values: { P1: days(10), P3: percent(100), E1: 10, E2: percent(20) },
      score: 150,
      band: 'B',
    },
    {
      archetype: 'stable 25 days late',
      values: { P1: days(25), P3: percent(100), E1: 25, E2: percent(40) },
      score: 235,
      band: 'B',
    },
    {
      archetype: 'prompt, slipping 8 days',
      values: {
        P1: days(8),
        P2: days(8),
        P3: percent(40),
        P4: days(8),
        E1: 8,
        E2: percent(20),
      },
      score: 195,
      band: 'B',
    },
    {
      archetype: 'slipping 20 days, 95 % use, one failed debit',
      values: {
        P1: days(20),
        P2: days(20),
        P3: percent(80),
        P4: days(10),
        P5: 1,
        E1: 20,
        E2: percent(60),
        E3: percent(95),
        X1: null,
        R1: 800,
      },
      score: 435,
      band: 'C',
    },
    {
      archetype: '50 dpd, broken promises, over limit, weak external',
      values: {
        P1: days(50),
        P2: days(30),
        P3: percent(90),
        P4: days(20),
        P6: percent(80),
        E1: 50,
        E2: percent(90),
        E3: percent(120),
        X1: percent(80),
      },
      score: 615,
      band: 'E',
    },
    {
      archetype: '50 dpd, broken promises, nothing else',
      values: {
        P1: days(50),
        P2: days(30),
        P3: percent(90),
        P4: days(20),
        P6: percent(80),
        E1: 50,
        E2: percent(90),
      },
      score: 490,
      band: 'D',
    },
    {
      archetype: '100 dpd, everything bad',
      values: {
        P1: days(100),
        P2: days(30),
        P3: percent(90),
        P4: days(20),
        P5: 4,
        P6: percent(80),
        E1: 100,
        E2: percent(90),
        E3: percent(120),
        X1: percent(95),
        X2: 900,
        X4: 3,
      },
      score: 885,
      band: 'E',
    },
    {
      archetype: '100 dpd, plain',
      values: {
        P1: days(100),
        P2: days(30),
        P3: percent(90),
        P4: days(20),
        E1: 100,
        E2: percent(90),
      },
      score: 560,
      band: 'D',
    },
    {
      archetype: 'prompt, ruined balance sheet',
      values: { X1: percent(95), X2: 900, X3: percent(150), X4: 2 },
      score: 165,
      band: 'B',
    },
    { archetype: 'over limit but prompt', values: { E3: percent(111) }, score: 70, band: 'A' },
    {
      archetype: 'all invoices disputed, externals missing',
      values: { X1: null, X2: null, X3: null },
      score: 30,
      band: 'A',
    },
    {
      archetype: 'seasonal triple order, externals missing',
      values: { E3: percent(95), X1: null, X2: null, X3: null },
      score: 60,
      band: 'A',
    },
  ])('gives $archetype $score points: $band', ({ values, score, band }) => {
    expect(scoreOf(values)).toBe(score);
    expect(bandOf(rankOfScore(score, defaultPolicy))).toBe(band);
  });

  it.each<[FeatureCode, number, number, number]>([
    ['P1', 0, 0, 20],
    ['P1', days(5), 20, 60],
    ['P1', days(60), 140, 170],
    ['P2', days(3), 0, 25],
    ['P3', percent(10), 0, 20],
    ['P4', days(12), 15, 30],
    ['P5', 2, 45, 60],
    ['P6', percent(50), 25, 40],
    ['E1', 3, 0, 15],
    ['E1', 30, 40, 80],
    ['E1', 90, 120, 160],
    ['E2', percent(10), 0, 15],
    ['E3', percent(110), 50, 70],
    ['X1', percent(85), 55, 70],
    ['X3', percent(100), 10, 25],
    ['R2', percent(15), 10, 30],
  ])('%s: %i costs %i points, the next value %i', (code, value, at, above) => {
    const table = defaultPolicy.points[code];
    expect(pointsFor(table, value)).toBe(at);
    expect(pointsFor(table, value + 1)).toBe(above);
  });

  it.each<[FeatureCode, number, number]>([
    ['X2', 2_601, 0],
    ['X2', 2_600, 20],
    ['X2', 1_100, 20],
    ['X2', 1_099, 50],
    ['R1', 1_097, 0],
    ['R1', 1_096, 10],
    ['R1', 365, 20],
    ['R1', 91, 30],
  ])('%s of %i, where less is worse, costs %i points', (code, value, points) => {
    expect(pointsFor(defaultPolicy.points[code], value)).toBe(points);
  });

  it('never costs less for a worse value', () => {
    for (const table of Object.values(defaultPolicy.points)) {
      const limits = table.steps.map(({ limit }) => limit);
      const values = limits.flatMap((limit) => [limit - 1, limit, limit + 1]).sort((a, b) => a - b);
      if (table.worse === 'lower') values.reverse();
      const points = values.map((value) => pointsFor(table, value));
      expect(points).toEqual(points.slice().sort((a, b) => a - b));
    }
  });
});

describe('the promptness index', () => {
  it.each([
    [-30, 100],
    [-40, 100],
    [-20, 90],
    [0, 80],
    [15, 70],
    [22, 60],
    [30, 50],
    [60, 40],
    [90, 30],
    [120, 20],
    [180, 10],
    [400, 1],
  ])('of money %i days from terms is %i', (late, index) => {
    expect(promptnessIndex(days(late))).toBe(index);
  });

  it('agrees with the published example of a trade line', () => {
    const dbt = tradelineDbtMilli(50_000_00, [20_000_00, 15_000_00, 10_000_00, 5_000_00]);
    expect(dbt).toBe(22_500);
    expect(promptnessIndex(dbt)).toBe(59);
  });
});
