import { rankOf } from '../bands/standing.ts';
import { type Findings, meanDaysUp } from '../features/measure.ts';
import type { Profile } from '../state/profile.ts';
import { NEVER } from '../state/records.ts';
import type { EligibilityClause, PaymentSegment } from '../types/assessment.ts';
import type { World } from '../types/world.ts';

const MATERIAL_30 = 1 << 1;

/**
 * How the customer pays, in one word, so that consumers treat alike what is alike: a stable late
 * payer is for collections, a prompt one that slips is a risk.
 */
export function segmentOf(profile: Profile, findings: Findings, { policy }: World): PaymentSegment {
  const { now, stats, sums } = profile;
  if (now.defaultedOn !== NEVER) return 'defaulted';
  if ((now.material & MATERIAL_30) !== 0) return 'in_arrears';
  if (findings.isProvisional) return 'new';
  if (stats.alarmOn >= 0) return 'slipping';
  const mean = meanDaysUp(sums.late90 + findings.dueAge, sums.paid90 + findings.dueClean);
  return mean !== null && mean > policy.overdue.promptUpToDays * 1_000 ? 'late_stable' : 'prompt';
}

/** The conditions of the policy that the customer fails; who fails none may buy on credit. */
export function failedClauses(
  profile: Profile,
  findings: Findings,
  { policy }: World,
): EligibilityClause[] {
  const { worstBand, oldestCleanDays, failedPayments90, utilisationPpm } = policy.eligibility;
  const failed: EligibilityClause[] = [];
  if (profile.now.shown > rankOf(worstBand)) failed.push('band');
  if (findings.oldestDays > oldestCleanDays) failed.push('overdue');
  if (profile.sums.failed90 > failedPayments90) failed.push('failed_payments');
  if ((findings.utilisationDownPpm ?? 0) > utilisationPpm) failed.push('limit');
  return failed;
}
