import { addLimit, type LimitVersion } from '../../state/dossier/credit-limits.ts';
import { openTopic } from '../../state/dossier/dossier.ts';
import { NEVER } from '../../state/records.ts';
import type {
  CreditLimitChanged,
  CreditLimitIncreaseRequested,
  LimitKind,
} from '../../types/events/index.ts';
import type { Account } from '../account.ts';
import { stampOf } from '../keys.ts';
import { applied, ignored, type RuleOutcome, refused } from '../outcome.ts';
import { noteReview } from './contact.ts';

/**
 * A limit was set, changed or taken away. Limits of different kinds stand beside each other; the
 * policy says which of them counts.
 */
export function changeLimit(account: Account, event: CreditLimitChanged): RuleOutcome {
  const outcome = put(account, event, event.limitKind, event.newMinor);
  if (outcome.kind === 'refused') return outcome;
  const isReview = event.limitKind === 'own' || event.limitKind === 'temporary';
  const isReviewed = isReview && noteReview(account, event);
  const isInsured = event.insuredMinor !== null && event.limitKind !== 'insured';
  const insured = isInsured ? put(account, event, 'insured', event.insuredMinor) : outcome;
  return isReviewed || insured.kind === 'applied' ? applied : outcome;
}

function put(
  account: Account,
  event: CreditLimitChanged,
  kind: LimitKind,
  amountMinor: number | null,
): RuleOutcome {
  const version: LimitVersion = {
    kind,
    amountMinor: amountMinor ?? NEVER,
    currency: event.currency,
    from: event.effectiveOn,
    validTo: event.validTo ?? NEVER,
    stamp: stampOf(event),
  };
  const { profile } = account;
  const result = addLimit(openTopic(profile.dossier, 'creditLimits'), version, profile.today);
  if (result === 'too_many') return refused('too_many_open', 'more limits to come than 32');
  return result === 'added' ? applied : ignored('older_version');
}

/** The customer asked for more. The latest request stays, until it is answered or forgotten. */
export function requestIncrease(
  account: Account,
  event: CreditLimitIncreaseRequested,
): RuleOutcome {
  const state = openTopic(account.profile.dossier, 'creditLimits');
  const stamp = stampOf(event);
  const { request } = state;
  if (request && (request.on > event.requestedOn || isSameOrLater(request, event, stamp))) {
    return ignored(request.id === event.requestId ? 'duplicate' : 'older_version');
  }
  state.request = {
    id: event.requestId,
    amountMinor: event.requestedMinor,
    currency: event.currency,
    on: event.requestedOn,
    stamp,
  };
  return applied;
}

function isSameOrLater(
  request: { readonly on: number; readonly stamp: number; readonly id: string },
  event: CreditLimitIncreaseRequested,
  stamp: number,
): boolean {
  if (request.on !== event.requestedOn) return false;
  if (request.stamp !== stamp) return request.stamp > stamp;
  return request.id >= event.requestId;
}
