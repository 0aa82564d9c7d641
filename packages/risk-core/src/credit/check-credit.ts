import type { Profile } from '../state/profile.ts';
import type { CreditCheck, CreditOrder } from '../types/credit-check.ts';
import type { World } from '../types/world.ts';
import { approval, creditRules } from './credit-rules.ts';
import { sightOf } from './credit-sight.ts';

/**
 * May this customer have this order on credit, as it stands? Exposure, advice and bands are those
 * of the profile: an order that would raise ORDER_HOLD_ADVISED is never approved. Says what it does
 * not know instead of guessing, and changes nothing.
 */
export function checkCredit(profile: Profile, world: World, order: CreditOrder): CreditCheck {
  const sight = sightOf(profile, world, order);
  const against = creditRules.flatMap((rule) => rule(sight) ?? []);
  const { room } = sight;
  if (against.length === 0) return { verdict: 'approve', reasons: [approval(sight)], room };
  const isRefused = against.some(({ verdict }) => verdict === 'refuse');
  return { verdict: isRefused ? 'refuse' : 'refer', reasons: against, room };
}
