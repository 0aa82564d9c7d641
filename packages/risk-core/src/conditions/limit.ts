import type { Policy } from '../policy/policy.ts';
import { isRenewed, limitOn } from '../state/dossier/credit-limits.ts';
import type { Profile } from '../state/profile.ts';
import { NEVER } from '../state/records.ts';
import { atLevel, type Before, type CustomerFamily, fact, type Sight } from './family.ts';

/** Exposure near or over the credit limit. A level is left only some points below its start. */
export const limit: CustomerFamily = {
  code: 'LIMIT',
  scope: 'customer',
  levels: [
    { name: 'LIMIT_80', severity: 'info' },
    { name: 'LIMIT_90', severity: 'warning' },
    { name: 'LIMIT_100', severity: 'error' },
  ],
  judge(sight, before) {
    const used = sight.findings.utilisationDownPpm;
    if (used === null) return atLevel(0);
    const { infoPpm, warningPpm, errorPpm } = sight.policy.limits.levels;
    if (used >= errorPpm - slack(sight, before, 3)) return atLevel(3);
    if (used >= warningPpm - slack(sight, before, 2)) return atLevel(2);
    return atLevel(used >= infoPpm - slack(sight, before, 1) ? 1 : 0);
  },
  evidence({ findings, profile, policy }, { level }) {
    const { infoPpm, warningPpm, errorPpm } = policy.limits.levels;
    const threshold = [infoPpm, warningPpm, errorPpm][level - 1] ?? null;
    return [
      fact('utilisationPpm', findings.utilisationDownPpm, threshold, 'ppm'),
      fact(
        'exposureMinor',
        findings.exposureInLimit,
        profile.limit.amountMinor,
        'minor',
        profile.limit.currency,
      ),
    ];
  },
};

function slack({ policy }: Sight, before: Before, level: number): number {
  return before.level >= level ? policy.limits.levels.clearPpm : 0;
}

/** The limit ends soon, or has ended, while something is owed. */
export const limitExpiring: CustomerFamily = {
  code: 'LIMIT_EXPIRING',
  scope: 'customer',
  levels: [{ name: 'LIMIT_EXPIRING', severity: 'info' }],
  judge({ profile, findings, policy }) {
    const { validTo } = profile.limit;
    const isNear =
      validTo !== NEVER && validTo - findings.today <= policy.limits.expiringWithinDays;
    return atLevel(isNear && findings.exposureBase > 0 && !isFollowed(profile, policy) ? 1 : 0);
  },
  evidence({ profile, findings, policy }) {
    const daysLeft = profile.limit.validTo - findings.today;
    return [
      fact('limitDaysLeft', daysLeft, policy.limits.expiringWithinDays, 'days'),
      fact('exposureMinor', findings.exposureBase, 0, 'minor'),
    ];
  },
};

/** True when the limit that will end is renewed already. */
function isFollowed({ dossier, today }: Profile, { limits }: Policy): boolean {
  const { creditLimits } = dossier;
  const limit = creditLimits ? limitOn(creditLimits, today, limits.priority) : undefined;
  return creditLimits !== null && limit !== undefined && isRenewed(creditLimits, limit);
}

/** More is owed or ordered than goes without saying, and nobody has set a limit. */
export const limitMissing: CustomerFamily = {
  code: 'LIMIT_MISSING',
  scope: 'customer',
  levels: [{ name: 'LIMIT_MISSING', severity: 'warning' }],
  judge({ profile, findings, policy }) {
    const isMissing = profile.limit.amountMinor === NEVER;
    return atLevel(isMissing && findings.exposureBase > policy.limits.missingAboveMinor ? 1 : 0);
  },
  evidence({ findings, policy }) {
    const { missingAboveMinor } = policy.limits;
    return [fact('exposureMinor', findings.exposureBase, missingAboveMinor, 'minor')];
  },
};
