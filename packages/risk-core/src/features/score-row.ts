import type { Policy } from '../policy/policy.ts';
import { latestReadings } from '../state/dossier/external-scores.ts';
import type { Profile } from '../state/profile.ts';
import { type Reading, readingOf } from './reading.ts';

/** The score that costs most today counts; of equally dear ones the one with the worse value. */
export function readScore({ dossier, today }: Profile, policy: Policy): Reading | null {
  if (dossier.externalScores === null) return null;
  const shelfDays = policy.shelfLife.scoreDays;
  const latest = latestReadings(dossier.externalScores);
  let worst: Reading | null = null;
  let firmPoints = 0;
  for (const { worsePpm, asOf } of latest) {
    const origin = { asOf, today, shelfDays, sampleSize: latest.length };
    const reading = readingOf(policy.points.X1, worsePpm, origin);
    firmPoints = Math.max(firmPoints, reading.firmPoints);
    if (worst === null || isDearer(reading, worst)) worst = reading;
  }
  return worst && { ...worst, firmPoints };
}

function isDearer(a: Reading, b: Reading): boolean {
  if (a.points !== b.points) return a.points > b.points;
  return a.value !== b.value ? a.value > b.value : a.asOf > b.asOf;
}
