import { rankOf } from '../bands/standing.ts';
import type { Profile, Standing } from '../state/profile.ts';
import type { Feature, FeatureCode, Floor, FloorCode, Reason } from '../types/assessment.ts';

const MOST_REASONS = 4;
const MOST_REFS = 5;

const featureTexts: Readonly<Record<FeatureCode, string>> = {
  P1: 'Pays late on average over the last 90 days',
  P2: 'Pays later than it used to',
  P3: 'A large share of the money came late',
  P4: 'Pays irregularly',
  P5: 'Payments failed or came back',
  P6: 'Promises were not kept',
  E1: 'Clean invoices have been overdue for long',
  E2: 'A large part of the balance is overdue',
  E3: 'The credit limit is nearly or fully used',
  E4: 'Orders differ much from the year before',
  X1: 'Outside score is weak or missing',
  X2: 'Balance sheet is weak or missing',
  X3: 'Gearing is high or unknown',
  X4: 'Country or sector risk',
  R1: 'Short or unknown business relation',
  R2: 'Disputes were found unjustified',
};

const floorTexts: Readonly<Record<FloorCode, string>> = {
  PROVISIONAL: 'Too few settled invoices to judge',
  RATE_MISSING: 'Amounts could not be valued: an exchange rate is missing',
  OVERDUE_14: 'Material sum overdue for more than 14 days',
  OVERDUE_30: 'Material sum overdue for more than 30 days',
  OVERDUE_60: 'Material sum overdue for more than 60 days',
  DEFAULT: 'In default',
  FAILED_PAYMENTS: 'Three or more payments failed within 90 days',
  WRITE_OFF: 'An amount was written off within a year',
};

/**
 * At most four principal reasons: first the floors that set the band, then the rows that cost
 * most. A row without points is no reason, and neither is a floor that changes nothing.
 */
export function reasonsOf(
  profile: Profile,
  features: readonly Feature[],
  floors: readonly Floor[],
  standing: Standing,
): Reason[] {
  const reasons: Reason[] = [];
  for (const { code, band } of floors) {
    if (rankOf(band) !== standing.shown || standing.held >= standing.shown) continue;
    reasons.push({ code, points: 0, text: floorTexts[code], refs: [] });
  }
  const costly = features.filter(({ points }) => points > 0);
  // The sort is stable, so that equal points keep the order of the scorecard.
  costly.sort((a, b) => b.points - a.points);
  for (const { code, points } of costly) {
    reasons.push({ code, points, text: featureTexts[code], refs: refsOf(profile, code) });
  }
  return reasons.slice(0, MOST_REASONS);
}

function refsOf({ flags }: Profile, code: FeatureCode): string[] {
  const wanted = code === 'P5' ? ['failing', 'returned', 'uncollected'] : ['broken'];
  if (code !== 'P5' && code !== 'P6') return [];
  const ids = flags.filter((flag) => wanted.includes(flag.code)).map(({ id }) => id);
  return ids.filter((id) => id !== '').slice(0, MOST_REFS);
}
