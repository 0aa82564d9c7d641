import type { PointTable } from '../policy/policy.ts';
import type { EpochDay } from '../types/units.ts';
import { pointsFor } from './points.ts';

/** What an outside source says of the customer, and what it costs today. */
export interface Reading {
  readonly value: number;
  readonly asOf: EpochDay;
  readonly isStale: boolean;
  readonly shelfDays: number;
  /** Sources of the same kind that were heard. */
  readonly sampleSize: number;
  readonly points: number;
  /** What it would cost if getting old never helped: improvements are judged by this. */
  readonly firmPoints: number;
}

/** Where a value comes from: its day, for how long it counts in full, how many agree. */
export interface Origin {
  readonly asOf: EpochDay;
  readonly today: EpochDay;
  readonly shelfDays: number;
  readonly sampleSize: number;
}

/** A stale value counts as half known: the mean of its points and of those for a missing one. */
export function readingOf(table: PointTable, value: number, origin: Origin): Reading {
  const { asOf, today, shelfDays, sampleSize } = origin;
  const isStale = today - asOf > shelfDays;
  const fresh = pointsFor(table, value);
  const points = isStale ? Math.ceil((fresh + table.missing) / 2) : fresh;
  const firmPoints = Math.max(points, fresh);
  return { value, asOf, isStale, shelfDays, sampleSize, points, firmPoints };
}
