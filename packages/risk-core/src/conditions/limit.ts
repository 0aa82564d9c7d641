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
    const { amountMinor, validTo } = profile.limit;
    const hasEnd = amountMinor !== NEVER && validTo !== NEVER;
    const isNear = hasEnd && validTo - findings.today <= policy.limits.expiringWithinDays;
    return atLevel(isNear && findings.exposureBase > 0 ? 1 : 0);
  },
  evidence({ profile, findings, policy }) {
    const daysLeft = profile.limit.validTo - findings.today;
    return [
      fact('limitDaysLeft', daysLeft, policy.limits.expiringWithinDays, 'days'),
      fact('exposureMinor', findings.exposureBase, 0, 'minor'),
    ];
  },
};
