import { openTopic } from '../../state/dossier/dossier.ts';
import type { CustomerHierarchyChanged, CustomerMerged } from '../../types/events/index.ts';
import type { Account } from '../account.ts';
import { stampOf } from '../keys.ts';
import { applied, ignored, type RuleOutcome } from '../outcome.ts';

/** Remembers the key that the customer lives on in. Its ledger is not moved. */
export function mergeCustomer(account: Account, event: CustomerMerged): RuleOutcome {
  const state = openTopic(account.profile.dossier, 'affiliation');
  const stamp = stampOf(event);
  if (stamp <= state.mergeStamp) return ignored('older_version');
  state.survivorId = event.survivorId;
  state.mergeStamp = stamp;
  return applied;
}

/** Remembers the parent. */
export function changeParent(account: Account, event: CustomerHierarchyChanged): RuleOutcome {
  const state = openTopic(account.profile.dossier, 'affiliation');
  const stamp = stampOf(event);
  if (stamp <= state.stamp) return ignored('older_version');
  state.parentId = event.parentId ?? '';
  state.relation = event.relation;
  state.sharesLimit = event.sharesLimit;
  state.stamp = stamp;
  return applied;
}
