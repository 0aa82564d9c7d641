import { rankOf } from '../../bands/standing.ts';
import { NEGATIVE_EQUITY } from '../../features/accounts.ts';
import { pinnedRank } from '../../state/dossier/override.ts';
import type { Flag, FlagCode, Profile, Standing } from '../../state/profile.ts';
import { NEVER } from '../../state/records.ts';
import type { Feature, Floor, MissingCode, Reason, ReasonCode } from '../../types/assessment.ts';
import { wordings } from './wordings.ts';

const MOST_REASONS = 4;
const MOST_REFS = 5;

/** Rows whose points for an unknown value say something else than those for a bad one. */
const missing: Partial<Record<Feature['code'], MissingCode>> = {
  X1: 'X1_MISSING',
  X2: 'X2_MISSING',
  X3: 'X3_MISSING',
  R1: 'R1_MISSING',
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
  const { override } = profile.dossier;
  const pinned = override ? pinnedRank(override, profile.today) : NEVER;
  if (pinned === standing.shown) reasons.push(reasonOf(profile, 'OVERRIDE', 0));
  for (const { code, band } of floors) {
    if (rankOf(band) !== standing.shown || standing.held >= standing.shown) continue;
    if (pinned === standing.shown) continue;
    reasons.push(reasonOf(profile, code, 0));
  }
  const costly = features.filter(({ points }) => points > 0);
  // The sort is stable, so that equal points keep the order of the scorecard.
  costly.sort((a, b) => b.points - a.points);
  for (const { code, value, points } of costly) {
    reasons.push(reasonOf(profile, codeOf(code, value), points));
  }
  return reasons.slice(0, MOST_REASONS);
}

function codeOf(code: Feature['code'], value: number | null): ReasonCode {
  if (value === null) return missing[code] ?? code;
  return code === 'X3' && value === NEGATIVE_EQUITY ? 'NEGATIVE_EQUITY' : code;
}

function reasonOf(profile: Profile, code: ReasonCode, points: number): Reason {
  const { internal, customer } = wordings[code];
  return { code, points, text: internal, customerText: customer, refs: refsOf(profile, code) };
}

const failures: readonly FlagCode[] = ['failing', 'returned', 'uncollected'];

/** Records behind a reason that the profile knows by their ids, the newest first. */
function refsOf({ flags, dossier }: Profile, code: ReasonCode): string[] {
  switch (code) {
    case 'P1':
    case 'E1':
    case 'E2':
    case 'OVERDUE_14':
    case 'OVERDUE_30':
    case 'OVERDUE_60':
    case 'DEFAULT':
      return dossier.lateItems?.oldestIds.slice() ?? [];
    case 'P5':
    case 'FAILED_PAYMENTS':
      return idsOf(flags, failures);
    case 'P6':
      return idsOf(flags, ['broken']);
    default:
      return [];
  }
}

function idsOf(flags: readonly Flag[], codes: readonly FlagCode[]): string[] {
  const named = flags.filter(({ code, id }) => codes.includes(code) && id !== '');
  named.sort((a, b) => b.on - a.on || a.key - b.key);
  return named.slice(0, MOST_REFS).map(({ id }) => id);
}
