import { atLevel, type CustomerFamily, fact, type Sight } from './family.ts';

/** Cash that would settle much of what is overdue lies about: our own work, not the customer's. */
export const cashUnapplied: CustomerFamily = {
  code: 'CASH_UNAPPLIED',
  scope: 'customer',
  levels: [{ name: 'CASH_UNAPPLIED', severity: 'warning' }],
  judge({ profile, findings }) {
    const { grossOverdue, freeCashBase } = findings;
    const isIdle = profile.sums.idleFunds > 0 && grossOverdue > 0;
    return atLevel(isIdle && 2 * freeCashBase >= grossOverdue ? 1 : 0);
  },
  evidence({ profile, findings }: Sight) {
    const { grossOverdue, freeCashBase } = findings;
    return [
      fact('unappliedMinor', freeCashBase, (grossOverdue + (grossOverdue % 2)) / 2, 'minor'),
      fact('overdueBeforeCashMinor', grossOverdue, 0, 'minor'),
      fact('idlePayments', profile.sums.idleFunds, 1, 'count'),
    ];
  },
};
