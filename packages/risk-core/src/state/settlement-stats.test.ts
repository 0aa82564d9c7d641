import { defaultPolicy } from '../policy/default-policy.ts';
import { irregularityMilli } from './irregularity.ts';
import {
  createStats,
  driftMilli,
  isInOrder,
  type SettlementStats,
  stepStats,
} from './settlement-stats.ts';

const rules = defaultPolicy.behaviour;

/** Settles one invoice a day, so many days late each. */
function settle(lates: readonly number[], stats: SettlementStats = createStats()): SettlementStats {
  for (const late of lates) stepStats(stats, stats.lastOn + 1, 1, late, defaultPolicy);
  return stats;
}

const times = (count: number, late: number) => new Array<number>(count).fill(late);

/** A customer with mean 0 and a spread of exactly the least that is believed. */
function steady(): SettlementStats {
  const stats = settle(times(60, 0));
  expect(stats.meanMilli).toBe(0);
  expect(stats.sigmaMilli).toBe(rules.minSigmaDays * 1_000);
  return stats;
}

describe('settlement statistics', () => {
  it.each([
    { shift: 1, alarmAt: 11 },
    { shift: 2, alarmAt: 4 },
    { shift: 3, alarmAt: 3 },
  ])('pass the CUSUM alarm at observation $alarmAt after a shift by $shift σ', (row) => {
    const stats = steady();
    let observations = 0;
    while (stats.cusumMilli <= rules.cusumAlarmMilli) {
      settle([row.shift * rules.minSigmaDays], stats);
      observations += 1;
    }
    expect(observations).toBe(row.alarmAt);
  });

  it('raise no alarm over a customer who has always been 25 days late', () => {
    const stats = settle(times(100, 25));
    expect(stats.alarmOn).toBe(-1);
    expect(stats.cusumMilli).toBe(0);
    expect(driftMilli(stats)).toBe(0);
  });

  it('raise none before six settlements, whatever they say', () => {
    const stats = settle([0, 0, 0, 60, 60]);
    expect(driftMilli(stats)).toBeGreaterThan(rules.driftAlarmDays * 1_000);
    expect(stats.alarmOn).toBe(-1);
  });

  it('raise an alarm for a prompt customer slipping by nine days, and drop it in calm', () => {
    const stats = settle(times(30, 0));
    settle(times(6, 9), stats);
    expect(stats.alarmOn).toBeGreaterThan(0);
    settle(times(40, 9), stats);
    // Nine days late is its normal now: the slow mean has come up to the fast one.
    expect(stats.alarmOn).toBe(-1);
    expect(stats.cusumMilli).toBe(0);
  });

  it('need three calm settlements in a row to drop an alarm', () => {
    const stats = settle([...times(30, 0), ...times(8, 20)]);
    expect(stats.alarmOn).toBeGreaterThan(0);
    settle([0, 0, 0], stats);
    expect(driftMilli(stats)).toBeLessThan(rules.driftCalmDays * 1_000);
    expect(stats.calm).toBeLessThan(3);
    settle([0, 0], stats);
    expect(stats.alarmOn).toBe(-1);
  });

  it('measure drift with a wider spread for a customer who always was erratic', () => {
    const erratic = [...Array(40).keys()].map((index) => (index % 2 === 0 ? 0 : 40));
    const stats = settle(erratic);
    expect(stats.alarmOn).toBe(-1);
  });

  it('let every settlement weigh the same until the moving mean has its length', () => {
    const stats = settle([10, 0]);
    expect(stats.fastMilli).toBe(5_000);
    expect(stats.slowMilli).toBe(5_000);
    settle([0], stats);
    expect(stats.fastMilli).toBe(3_250);
    expect(stats.slowMilli).toBe(3_333);
  });

  it.each([
    { lates: [0, 0, 0, 0], milli: 0 },
    { lates: [1, 3], milli: 1_000 },
    { lates: [0, 10, 20, 30, 40], milli: 10_000 },
    { lates: [0, 1], milli: 500 },
    { lates: [...Array(20).keys()], milli: 3_000 },
  ])('find the median deviation of the last twelve of $lates', ({ lates, milli }) => {
    expect(irregularityMilli(settle(lates))).toBe(milli);
  });

  it('cut off what no behaviour explains', () => {
    expect(settle([400]).lates).toEqual([90]);
    expect(settle([-400]).lates).toEqual([-30]);
    expect(settle([-400]).fastMilli).toBe(0);
  });

  it('know business order: day first, then key', () => {
    const stats = createStats();
    stepStats(stats, 10, 5, 0, defaultPolicy);
    expect(isInOrder(stats, 10, 6)).toBe(true);
    expect(isInOrder(stats, 10, 5)).toBe(false);
    expect(isInOrder(stats, 9, 9)).toBe(false);
    expect(isInOrder(stats, 11, 0)).toBe(true);
  });
});
