import type { Flag } from '../state/profile.ts';
import { fact, type RecordFamily, type Sight } from './family.ts';

/** How many failures within 90 days make each level. */
const FIRST = 1;
const SECOND = 2;
const THIRD = 3;

/** A collection failed and the invoice has not been paid since. */
export const paymentFailed: RecordFamily = {
  code: 'PAYMENT_FAILED',
  scope: ['failing', 'uncollected'],
  levels: [
    { name: 'PAYMENT_FAILED', severity: 'info' },
    { name: 'PAYMENT_FAILED', severity: 'warning' },
    { name: 'PAYMENT_FAILED', severity: 'error' },
  ],
  judge({ profile }, flag) {
    if (flag.code === 'uncollected' && profile.lastPaidOn > flag.on) return 0;
    const failures = profile.sums.failed90;
    if (flag.level > 0 || failures >= THIRD) return 3;
    return failures >= SECOND ? 2 : 1;
  },
  evidence(sight, flag, level) {
    // A hard failure is an error by itself, whatever the count.
    const isHard = flag !== undefined && flag.level > 0;
    const counted = countFailures(sight, flag, isHard ? FIRST : level);
    return isHard ? [...counted, fact('hardFailures', 1, FIRST, 'count')] : counted;
  },
};

/**
 * The bank took a payment back. Over once it is replaced: newer money came, and nothing that is due
 * is left unpaid; or when it is forgotten.
 */
export const paymentReversed: RecordFamily = {
  code: 'PAYMENT_REVERSED',
  scope: ['returned'],
  levels: [{ name: 'PAYMENT_REVERSED', severity: 'error' }],
  judge({ profile, findings }, flag) {
    return profile.lastPaidOn > flag.on && findings.dueClean === 0 ? 0 : 1;
  },
  evidence: (sight, flag) => countFailures(sight, flag, FIRST),
};

/** The threshold is that of the level told: the first failure is compared with one. */
function countFailures({ profile, findings }: Sight, flag: Flag | undefined, threshold: number) {
  return [
    fact('failedPayments90', profile.sums.failed90, threshold, 'count'),
    fact('daysSince', flag ? findings.today - flag.on : null, null, 'days'),
  ];
}
