import { driftMilli } from '../state/settlement-stats.ts';
import { atLevel, type CustomerFamily, fact } from './family.ts';

/**
 * The customer has been paying later than its own past, with evidence for it. What is settled
 * raises the alarm for good; what is still unpaid raises it only as long as it is.
 */
export const payDrift: CustomerFamily = {
  code: 'PAY_DRIFT',
  scope: 'customer',
  levels: [{ name: 'PAY_DRIFT', severity: 'warning' }],
  judge({ profile, findings, policy }, before) {
    if (profile.stats.alarmOn >= 0) return atLevel(1);
    const { driftMinSettled, cusumAlarmMilli } = policy.behaviour;
    if (profile.stats.count < driftMinSettled) return atLevel(0);
    // Once told it holds down to half: one payment in between is no end.
    const weight = before.level > 0 ? 2 : 1;
    return atLevel(weight * findings.cusumMilli > cusumAlarmMilli ? 1 : 0);
  },
  /** What raised the alarm comes first; the other figure follows for those who check. */
  evidence({ profile, findings, policy }) {
    const { stats } = profile;
    const rules = policy.behaviour;
    const means = fact(
      'driftMilliDays',
      driftMilli(stats),
      rules.driftAlarmDays * 1_000,
      'milli_days',
    );
    const cusum = fact('cusumMilli', findings.cusumMilli, rules.cusumAlarmMilli, 'sigma_milli');
    const awaited = fact(
      'unpaidCusumMilli',
      findings.cusumMilli - stats.cusumMilli,
      null,
      'sigma_milli',
    );
    const shown = stats.alarmCause === 'means' ? [means, cusum] : [cusum, awaited, means];
    return [...shown, fact('settledInvoices', stats.count, rules.driftMinSettled, 'count')];
  },
};
