import { reportDeadline } from '../features/insurer-report.ts';
import { type Cover, latestCovers } from '../state/dossier/insurance.ts';
import { NEVER } from '../state/records.ts';
import { atLevel, type CustomerFamily, fact, type Sight } from './family.ts';

/** An insurer's latest word is less cover, or none. Told when it is said, not when it begins. */
export const coverChanged: CustomerFamily = {
  code: 'COVER',
  scope: 'customer',
  about: 'insurance',
  levels: [
    { name: 'COVER_REDUCED', severity: 'warning' },
    { name: 'COVER_WITHDRAWN', severity: 'error' },
  ],
  judge(sight) {
    const worst = worstCover(sight);
    return atLevel(worst ? levelOf(worst) : 0);
  },
  evidence(sight) {
    const worst = worstCover(sight);
    if (worst === undefined) return [];
    const before = worst.oldMinor === NEVER ? null : worst.oldMinor;
    return [
      fact('coverMinor', worst.amountMinor, before, 'minor', worst.currency),
      fact('effectiveInDays', Math.max(0, worst.from - sight.findings.today), null, 'days'),
    ];
  },
};

function levelOf({ state }: Cover): number {
  if (state === 'withdrawn') return 2;
  return state === 'reduced' ? 1 : 0;
}

function worstCover({ profile }: Sight): Cover | undefined {
  const { insurance } = profile.dossier;
  if (insurance === null) return undefined;
  let worst: Cover | undefined;
  for (const cover of latestCovers(insurance)) {
    if (levelOf(cover) > (worst ? levelOf(worst) : 0)) worst = cover;
  }
  return worst;
}

/** An unpaid item must be reported to the insurer soon, or should have been, or cover is lost. */
export const insurerReportDue: CustomerFamily = {
  code: 'INSURER_REPORT_DUE',
  scope: 'customer',
  about: 'insurance',
  levels: [
    { name: 'INSURER_REPORT_DUE', severity: 'warning' },
    { name: 'INSURER_REPORT_DUE', severity: 'critical' },
  ],
  judge({ profile, findings, policy }) {
    const deadline = reportDeadline(profile);
    if (deadline === NEVER) return atLevel(0);
    const daysLeft = deadline - findings.today;
    if (daysLeft <= policy.insurance.criticalDays) return atLevel(2);
    return atLevel(daysLeft <= policy.insurance.warningDays ? 1 : 0);
  },
  evidence({ profile, findings, policy }, { level }) {
    const { criticalDays, warningDays } = policy.insurance;
    const daysLeft = reportDeadline(profile) - findings.today;
    return [
      fact('reportDaysLeft', daysLeft, level === 2 ? criticalDays : warningDays, 'days'),
      fact('oldestCleanDays', findings.oldestDays, null, 'days'),
      fact('cleanOverdueMinor', findings.cleanOverdue, null, 'minor'),
    ];
  },
};
