import type { EpochDay } from '../../types/units.ts';
import type { Topic } from './topic.ts';

/** Readings kept of all scores together, and of one score: the latest and two before. */
const MOST_READINGS = 12;
const MOST_OF_ONE = 3;

/** One published value of a provider's score. */
export interface ScoreReading {
  /** Provider and name of the score: what it can be compared with. */
  readonly id: string;
  readonly asOf: EpochDay;
  readonly stamp: number;
  /** Share of the provider's scale that is better, in parts per million: higher is worse. */
  readonly worsePpm: number;
  /** Credit limit that the provider recommends; NEVER without one. */
  readonly limitMinor: number;
  /** Empty stands for the base currency. */
  readonly limitCurrency: string;
}

/** The newest readings of each score, sorted by score and then by day. */
export interface ExternalScores {
  readings: ScoreReading[];
}

export const externalScores: Topic<ExternalScores> = {
  empty: () => ({ readings: [] }),
  days({ readings }, { shelfLife }, listener) {
    for (const { asOf } of readings) listener.consider(asOf + shelfLife.scoreDays + 1);
  },
};

/**
 * Adds a reading; false when it is known or older than what is kept. Of each score the latest three
 * days stay, and of all of them the latest twelve: the same ones in whatever order they came.
 */
export function addReading(scores: ExternalScores, reading: ScoreReading): boolean {
  const { readings } = scores;
  const twin = readings.find(({ id, asOf }) => id === reading.id && asOf === reading.asOf);
  if (twin && !isCorrection(reading, twin)) return false;
  const kept = readings.filter((other) => other !== twin);
  kept.push(reading);
  kept.sort(byAge);
  const counts = new Map<string, number>();
  const newest = kept.filter(({ id }) => {
    const count = (counts.get(id) ?? 0) + 1;
    counts.set(id, count);
    return count <= MOST_OF_ONE;
  });
  scores.readings = newest.slice(0, MOST_READINGS).sort(byScore);
  return scores.readings.includes(reading);
}

/** Two versions of one day: the later one, and of equal ones the worse. */
function isCorrection(reading: ScoreReading, known: ScoreReading): boolean {
  if (reading.stamp !== known.stamp) return reading.stamp > known.stamp;
  if (reading.worsePpm !== known.worsePpm) return reading.worsePpm > known.worsePpm;
  return reading.limitMinor < known.limitMinor;
}

function byAge(a: ScoreReading, b: ScoreReading): number {
  if (a.asOf !== b.asOf) return b.asOf - a.asOf;
  return a.id < b.id ? -1 : 1;
}

function byScore(a: ScoreReading, b: ScoreReading): number {
  if (a.id !== b.id) return a.id < b.id ? -1 : 1;
  return a.asOf - b.asOf;
}

/** The latest reading of each score. */
export function latestReadings({ readings }: ExternalScores): ScoreReading[] {
  return readings.filter(({ id }, index) => readings[index + 1]?.id !== id);
}
