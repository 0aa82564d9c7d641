import type { PointTable, Policy } from '../policy/policy.ts';
import { latestReadings } from '../state/dossier/external-scores.ts';
import type { Profile } from '../state/profile.ts';
import type { EpochDay } from '../types/units.ts';
import { pointsFor } from './points.ts';

/** What an outside source says of the customer, and what it costs today. */
export interface Reading {
  readonly value: number;
  readonly asOf: EpochDay;
  readonly isStale: boolean;
  /** Sources of the same kind that were heard. */
  readonly sampleSize: number;
  readonly points: number;
  /** What it would cost if getting old never helped: improvements are judged by this. */
  readonly firmPoints: number;
}

/** Readings of the outside rows of the scorecard; null where nobody has said anything. */
export interface Outside {
  readonly score: Reading | null;
  /** By how much the score is lower only because something has gone stale. */
  readonly staleRelief: number;
}

const silence: Outside = { score: null, staleRelief: 0 };

/** Reads the dossier for the scorecard. */
export function readOutside(profile: Profile, policy: Policy): Outside {
  const { dossier } = profile;
  if (dossier.externalScores === null) return silence;
  const score = readScore(profile, policy);
  return { score, staleRelief: reliefOf([score]) };
}

/** The score that costs most today counts; of equally dear ones the one with the worse value. */
function readScore({ dossier, today }: Profile, policy: Policy): Reading | null {
  if (dossier.externalScores === null) return null;
  const table = policy.points.X1;
  const latest = latestReadings(dossier.externalScores);
  let worst: Reading | null = null;
  let firmPoints = 0;
  for (const { worsePpm, asOf } of latest) {
    const isStale = today - asOf > policy.shelfLife.scoreDays;
    const reading = readingOf(table, worsePpm, asOf, isStale, latest.length);
    firmPoints = Math.max(firmPoints, reading.firmPoints);
    if (worst === null || isDearer(reading, worst)) worst = reading;
  }
  return worst && { ...worst, firmPoints };
}

function isDearer(a: Reading, b: Reading): boolean {
  if (a.points !== b.points) return a.points > b.points;
  return a.value !== b.value ? a.value > b.value : a.asOf > b.asOf;
}

/** A stale value counts as half known: the mean of its points and of those for a missing one. */
export function readingOf(
  table: PointTable,
  value: number,
  asOf: EpochDay,
  isStale: boolean,
  sampleSize: number,
): Reading {
  const fresh = pointsFor(table, value);
  const points = isStale ? Math.ceil((fresh + table.missing) / 2) : fresh;
  return { value, asOf, isStale, sampleSize, points, firmPoints: Math.max(points, fresh) };
}

function reliefOf(readings: readonly (Reading | null)[]): number {
  let relief = 0;
  for (const reading of readings) if (reading) relief += reading.firmPoints - reading.points;
  return relief;
}
