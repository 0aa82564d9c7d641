import { faultKinds, planFaults } from './fault-plan.ts';

describe('the plan of a whole run', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(planFaults(1)).toEqual(planFaults(1));
    expect(planFaults(1)).not.toEqual(planFaults(2));
    expect(planFaults(1).toSorted()).toEqual(planFaults(2).toSorted());
  });

  it.each([1, 2, 3])('does every kind of harm often enough, whatever the seed (%i)', (seed) => {
    const count = (prefix: string) =>
      planFaults(seed).filter((kind) => kind.startsWith(prefix)).length;
    expect(count('kill-')).toBeGreaterThanOrEqual(30);
    expect(count('zombie')).toBeGreaterThanOrEqual(6);
    expect(count('broker-kill')).toBeGreaterThanOrEqual(3);
    expect(count('redis-rollback')).toBeGreaterThanOrEqual(3);
    for (const kind of faultKinds) expect(count(kind)).toBeGreaterThanOrEqual(1);
  });
});
