import { shareDown, shareUp } from '../features/measure.ts';
import { atLevel, type CustomerFamily, fact, type Sight } from './family.ts';

/** Most of what is open is overdue: pressing for one invoice misses the point. */
export const overdueShare: CustomerFamily = {
  code: 'OVERDUE_SHARE',
  scope: 'customer',
  awaitsApplication: true,
  levels: [{ name: 'OVERDUE_SHARE', severity: 'warning' }],
  pendingDays: ({ overdueShare: rules }) => rules.pendingDays,
  judge({ findings, policy }, before) {
    const { cleanOverdue, openBase } = findings;
    if (cleanOverdue < policy.overdue.ignoreBelowMinor) return atLevel(0);
    const { abovePpm, clearPpm } = policy.overdueShare;
    if (before.level > 0)
      return atLevel((shareDown(cleanOverdue, openBase) ?? 0) >= clearPpm ? 1 : 0);
    return atLevel((shareUp(cleanOverdue, openBase) ?? 0) > abovePpm ? 1 : 0);
  },
  evidence: ({ findings, policy }: Sight) => [
    fact(
      'overdueSharePpm',
      shareUp(findings.cleanOverdue, findings.openBase),
      policy.overdueShare.abovePpm,
      'ppm',
    ),
    fact('cleanOverdueMinor', findings.cleanOverdue, policy.overdue.ignoreBelowMinor, 'minor'),
    fact('openMinor', findings.openBase, null, 'minor'),
  ],
};
