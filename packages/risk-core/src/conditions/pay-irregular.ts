import { LAST_SETTLEMENTS } from '../state/irregularity.ts';
import { atLevel, type CustomerFamily, fact } from './family.ts';

/** Payment dates scatter much more than they used to, whatever the mean does. */
export const payIrregular: CustomerFamily = {
  code: 'PAY_IRREGULAR',
  scope: 'customer',
  levels: [{ name: 'PAY_IRREGULAR', severity: 'info' }],
  judge({ profile, policy }, before) {
    const rules = policy.behaviour;
    const { stats, irregularityMilli } = profile;
    if (stats.count < LAST_SETTLEMENTS + rules.driftMinSettled) return atLevel(0);
    if (irregularityMilli <= rules.irregularAboveDays * 1_000) return atLevel(0);
    const isOpen = before.level > 0;
    const permille = isOpen ? rules.irregularCalmPermille : rules.irregularAbovePermille;
    return atLevel(irregularityMilli * 1_000 >= permille * stats.olderSpreadMilli ? 1 : 0);
  },
  evidence({ profile, policy }) {
    const rules = policy.behaviour;
    const { stats, irregularityMilli } = profile;
    const above = rules.irregularAboveDays * 1_000;
    return [
      fact('irregularityMilliDays', irregularityMilli, above, 'milli_days'),
      fact('usualSpreadMilliDays', stats.olderSpreadMilli, null, 'milli_days'),
      fact('settledInvoices', stats.count, LAST_SETTLEMENTS + rules.driftMinSettled, 'count'),
    ];
  },
};
