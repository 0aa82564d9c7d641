import { shareDown } from '../features/measure.ts';
import type { Sums } from '../state/sums.ts';
import { atLevel, type CustomerFamily, fact } from './family.ts';

/** A customer that used to earn discounts lets them go: money may have become short. */
export const discountLost: CustomerFamily = {
  code: 'DISCOUNT_LOST',
  scope: 'customer',
  levels: [{ name: 'DISCOUNT_LOST', severity: 'info' }],
  judge({ profile, policy }, before) {
    const { sums } = profile;
    const { lostPpm, clearPpm, minOffers } = policy.discounts;
    if (before.level > 0) return atLevel(sums.offers90 > 0 && dropOf(sums) > clearPpm ? 1 : 0);
    return atLevel(sums.offers90 >= minOffers && dropOf(sums) >= lostPpm ? 1 : 0);
  },
  evidence({ profile, policy }) {
    const { sums } = profile;
    return [
      fact('discountDropPpm', dropOf(sums), policy.discounts.lostPpm, 'ppm'),
      fact('discountShare90Ppm', shareDown(sums.taken90, sums.offered90), null, 'ppm'),
      fact('discountShare365Ppm', shareDown(sums.taken365, sums.offered365), null, 'ppm'),
      fact('discountOffers90', sums.offers90, policy.discounts.minOffers, 'count'),
    ];
  },
};

/** How far the share taken in 90 days is below that of the year. */
function dropOf({ taken90, offered90, taken365, offered365 }: Sums): number {
  return (shareDown(taken365, offered365) ?? 0) - (shareDown(taken90, offered90) ?? 0);
}
