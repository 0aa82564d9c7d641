import { createManualClock } from '@duewatch/config';
import { createRestartBudget } from './restart-budget.ts';

describe('starting a dead service again', () => {
  it('waits longer each time, and is given up after three times within a minute', () => {
    const budget = createRestartBudget(createManualClock(0));
    const delays = [1, 2, 3, 4].map(() => budget.delayMs('scoring'));
    expect(delays).toEqual([500, 1_000, 2_000, undefined]);
  });

  it('begins anew when a minute has passed', async () => {
    const clock = createManualClock(0);
    const budget = createRestartBudget(clock);
    for (const _ of [1, 2, 3]) budget.delayMs('scoring');
    await clock.advance(60_000);
    expect(budget.delayMs('scoring')).toBe(500);
  });

  it('is counted for each service by itself', () => {
    const budget = createRestartBudget(createManualClock(0));
    for (const _ of [1, 2, 3, 4]) budget.delayMs('scoring');
    expect(budget.delayMs('alerting')).toBe(500);
  });
});
