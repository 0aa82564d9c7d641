import { driftMilli } from '../state/settlement-stats.ts';
import { atLevel, type CustomerFamily, fact } from './family.ts';

/** The customer has been paying later than its own past, with evidence for it. */
export const payDrift: CustomerFamily = {
  code: 'PAY_DRIFT',
  scope: 'customer',
  levels: [{ name: 'PAY_DRIFT', severity: 'warning' }],
  judge({ profile }) {
    return atLevel(profile.stats.alarmOn >= 0 ? 1 : 0);
  },
  evidence({ profile, policy }) {
    const { stats } = profile;
    const rules = policy.behaviour;
    return [
      fact('driftMilliDays', driftMilli(stats), rules.driftAlarmDays * 1_000, 'milli_days'),
      fact('cusumMilli', stats.cusumMilli, rules.cusumAlarmMilli, 'sigma_milli'),
      fact('settledInvoices', stats.count, rules.driftMinSettled, 'count'),
    ];
  },
};
