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

/** The most that a row can cost. */
export function maxPoints(table: PointTable): number {
  let most = Math.max(table.rest, table.missing);
  for (const { points } of table.steps) most = Math.max(most, points);
  return most;
}
