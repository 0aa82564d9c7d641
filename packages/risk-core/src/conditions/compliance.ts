import { isKycExpired, openMatches } from '../state/dossier/compliance.ts';
import { NEVER } from '../state/records.ts';
import { atLevel, type CustomerFamily, fact, type Sight } from './family.ts';

/** The know-your-customer check has run out. One that failed forces a band instead. */
export const kycExpired: CustomerFamily = {
  code: 'KYC_EXPIRED',
  scope: 'customer',
  about: 'compliance',
  levels: [{ name: 'KYC_EXPIRED', severity: 'warning' }],
  judge({ profile, findings }) {
    const { compliance } = profile.dossier;
    return atLevel(compliance && isKycExpired(compliance, findings.today) ? 1 : 0);
  },
  evidence({ profile, findings }) {
    const expiresOn = profile.dossier.compliance?.expiresOn ?? NEVER;
    const days = expiresOn === NEVER ? null : Math.max(0, findings.today - expiresOn);
    return [fact('kycExpiredDays', days, 0, 'days')];
  },
};

/** The customer may be on a sanctions list, and nobody has said that it is not. */
export const sanctionHit: CustomerFamily = {
  code: 'SANCTION_HIT',
  scope: 'customer',
  about: 'compliance',
  levels: [{ name: 'SANCTION_HIT', severity: 'critical' }],
  judge: (sight) => atLevel(matchesOf(sight).length > 0 ? 1 : 0),
  evidence(sight) {
    const matches = matchesOf(sight);
    const strongest = Math.max(0, ...matches.map(({ strengthPpm }) => strengthPpm));
    const lists = [...new Set(matches.map(({ listCode }) => listCode))].sort().join(', ');
    const { minMatchPpm } = sight.policy.compliance;
    return [
      fact('matchCount', matches.length, 0, 'count', lists),
      fact('matchStrengthPpm', strongest, minMatchPpm, 'ppm'),
    ];
  },
};

function matchesOf({ profile, policy }: Sight) {
  const { compliance } = profile.dossier;
  return compliance ? openMatches(compliance, policy.compliance.minMatchPpm) : [];
}
