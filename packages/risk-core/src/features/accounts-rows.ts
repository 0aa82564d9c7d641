import type { Policy } from '../policy/policy.ts';
import type { Filing } from '../state/dossier/financials.ts';
import type { Profile } from '../state/profile.ts';
import { type Reading, readingOf } from './reading.ts';

/** Z″ of the newest accounts from which it can be made. */
export function readAltman(profile: Profile, policy: Policy): Reading | null {
  return readRatio(profile, policy, 'X2', ({ altmanMilli }) => altmanMilli);
}

/** Net gearing of the newest accounts from which it can be made. */
export function readGearing(profile: Profile, policy: Policy): Reading | null {
  return readRatio(profile, policy, 'X3', ({ gearingPpm }) => gearingPpm);
}

function readRatio(
  { dossier, today }: Profile,
  { points, shelfLife }: Policy,
  row: 'X2' | 'X3',
  ratioOf: (filing: Filing) => number | null,
): Reading | null {
  const filings = dossier.financials?.filings ?? [];
  for (const filing of filings) {
    const value = ratioOf(filing);
    if (value === null) continue;
    const { periodEnd: asOf } = filing;
    const shelfDays = shelfLife.accountsDays;
    return readingOf(points[row], value, { asOf, today, shelfDays, sampleSize: filings.length });
  }
  return null;
}
