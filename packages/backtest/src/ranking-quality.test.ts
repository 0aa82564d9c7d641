import { auc, aucInterval, type Scored } from './ranking-quality.ts';

const cases = (scores: readonly (readonly [number, boolean])[]): Scored[] =>
  scores.map(([score, isPositive], index) => ({ customerId: `C${index}`, score, isPositive }));

describe('the area under the curve', () => {
  it.each([
    { description: 'all in order', scores: [1, 2, 3, 4], area: 1 },
    { description: 'all the wrong way round', scores: [4, 3, 2, 1], area: 0 },
    { description: 'all alike', scores: [5, 5, 5, 5], area: 0.5 },
    { description: 'one pair of four tied', scores: [1, 2, 2, 3], area: 0.875 },
  ])('is $area with $description', ({ scores, area }) => {
    const sides = [false, false, true, true];
    expect(auc(cases(scores.map((score, index) => [score, sides[index] === true])))).toBe(area);
  });

  it('is nothing without both kinds', () => {
    expect(auc(cases([[1, true]]))).toBeNull();
    expect(aucInterval(cases([[1, true]]), 1)).toBeNull();
  });

  it('lies within its interval, which is the same for the same seed', () => {
    const some = cases(
      Array.from({ length: 60 }, (_, index) => [(index * 7) % 23, index % 3 === 0] as const),
    );
    const [low, high] = aucInterval(some, 4) ?? [1, 0];
    expect(low).toBeLessThan(auc(some) ?? 0);
    expect(high).toBeGreaterThan(auc(some) ?? 1);
    expect(aucInterval(some, 4)).toEqual([low, high]);
    expect(aucInterval(some, 5)).not.toEqual([low, high]);
  });
});
