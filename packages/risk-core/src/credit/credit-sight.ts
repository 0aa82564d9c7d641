import { isStarter } from '../advice/limit-rule.ts';
import { type Findings, isUnvalued, measure } from '../features/measure.ts';
import { exchange, minorRate, UNKNOWN } from '../money/conversion.ts';
import { ageClassesOf } from '../policy/age-classes.ts';
import type { Policy } from '../policy/policy.ts';
import type { Profile, Standing } from '../state/profile.ts';
import { NEVER } from '../state/records.ts';
import type { CreditOrder, CreditRoom } from '../types/credit-check.ts';
import type { World } from '../types/world.ts';

/** What an order is judged on. */
export interface CreditSight {
  readonly profile: Profile;
  readonly findings: Findings;
  readonly standing: Standing;
  readonly policy: Policy;
  readonly world: World;
  readonly order: CreditOrder;
  readonly room: CreditRoom | null;
  /** True when the room is that of a customer who is still to be given a limit. */
  readonly isStarter: boolean;
}

export function sightOf(profile: Profile, world: World, order: CreditOrder): CreditSight {
  const { policy } = world;
  const findings = measure(profile, world, ageClassesOf(policy));
  const sight = { profile, findings, standing: profile.now, policy, world };
  const hasLimit = profile.limit.amountMinor !== NEVER;
  const isNew = !hasLimit && isStarter(sight);
  const limit = hasLimit
    ? profile.limit
    : { currency: world.rates.base, amountMinor: policy.advice.starterLimitMinor };
  const exposureMinor = hasLimit ? findings.exposureInLimit : findings.exposureBase;
  const room =
    hasLimit || isNew ? roomOf(order, limit, exposureMinor, { findings, profile, world }) : null;
  return { ...sight, order, room, isStarter: isNew };
}

function roomOf(
  order: CreditOrder,
  {
    currency,
    amountMinor: limitMinor,
  }: { readonly currency: string; readonly amountMinor: number },
  exposure: number | null,
  { findings, profile, world }: Pick<CreditSight, 'findings' | 'profile' | 'world'>,
): CreditRoom {
  const exposureMinor = isUnvalued(profile, findings) ? null : exposure;
  const orderMinor = valued(order, currency, world);
  const isKnown = exposureMinor !== null && orderMinor !== null;
  const headroomMinor = isKnown ? limitMinor - exposureMinor - orderMinor : null;
  return { currency, limitMinor, exposureMinor, orderMinor, headroomMinor };
}

function valued(order: CreditOrder, currency: string, { rates }: World): number | null {
  if (order.currency === currency) return order.amountMinor;
  const from = minorRate(rates, order.currency, null);
  const to = minorRate(rates, currency, null);
  return from === UNKNOWN || to === UNKNOWN ? null : exchange(order.amountMinor, from, to);
}
