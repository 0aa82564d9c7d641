import { bandOf } from '../bands/standing.ts';
import { nextContactOn, nextReviewOn } from '../features/reviews.ts';
import { isAnswered, limitOn } from '../state/dossier/credit-limits.ts';
import { heldScope } from '../state/dossier/holds.ts';
import { pinnedRank } from '../state/dossier/override.ts';
import type { Profile } from '../state/profile.ts';
import { NEVER } from '../state/records.ts';
import type { LimitRequest, RelationFacts } from '../types/relation-facts.ts';
import type { World } from '../types/world.ts';

/** What is agreed with the customer or known of it, as of the profile's day. */
export function relationFactsOf(profile: Profile, { policy }: World): RelationFacts {
  const { dossier, today, insured, now } = profile;
  const pinned = dossier.override ? pinnedRank(dossier.override, today) : NEVER;
  const limit =
    dossier.creditLimits && limitOn(dossier.creditLimits, today, policy.limits.priority);
  const reviewOn = nextReviewOn(profile, policy, now.shown);
  const contactOn = nextContactOn(profile, policy, now.shown);
  return {
    pinnedBand: pinned === NEVER ? null : bandOf(pinned),
    limitKind: limit?.kind ?? null,
    limitRequest: requestOf(profile),
    insured:
      insured.amountMinor === NEVER
        ? null
        : { currency: insured.currency, amountMinor: insured.amountMinor },
    creditHold: dossier.holds && heldScope(dossier.holds, today),
    dunningLevel: dossier.dunning?.level ?? 0,
    parentId: dossier.affiliation?.parentId || null,
    survivorId: dossier.affiliation?.survivorId || null,
    nextReviewOn: reviewOn === NEVER ? null : reviewOn,
    nextContactOn: contactOn === NEVER ? null : contactOn,
  };
}

function requestOf({ dossier: { creditLimits } }: Profile): LimitRequest | null {
  if (creditLimits === null || creditLimits.request === null) return null;
  if (isAnswered(creditLimits, creditLimits.request)) return null;
  const { id, on, amountMinor, currency } = creditLimits.request;
  return { requestId: id, requestedOn: on, amountMinor, currency };
}
