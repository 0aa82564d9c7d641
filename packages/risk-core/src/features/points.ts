import type { PointTable } from '../policy/policy.ts';

/** Points of a value by its table. */
export function pointsFor(table: PointTable, value: number | null): number {
  if (value === null) return table.missing;
  const { steps } = table;
  const isHigherWorse = table.worse === 'higher';
  for (let index = 0; index < steps.length; index += 1) {
    const step = steps[index];
    if (!step) break;
    if (isHigherWorse ? value <= step.limit : value > step.limit) return step.points;
  }
  return table.rest;
}

/** Number of the step that a value falls on: how many bands of the table it is from the first. */
export function pointStep({ steps, worse }: PointTable, value: number): number {
  const at = steps.findIndex(({ limit }) => (worse === 'higher' ? value <= limit : value > limit));
  return at < 0 ? steps.length : at;
}

/** The most that a row can cost. */
export function maxPoints(table: PointTable): number {
  let most = Math.max(table.rest, table.missing);
  for (const { points } of table.steps) most = Math.max(most, points);
  return most;
}
