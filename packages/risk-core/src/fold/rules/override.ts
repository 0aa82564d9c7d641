import { rankOf } from '../../bands/standing.ts';
import { openTopic } from '../../state/dossier/dossier.ts';
import { NEVER } from '../../state/records.ts';
import type { RiskOverrideCleared, RiskOverrideSet } from '../../types/events/index.ts';
import type { Account } from '../account.ts';
import { stampOf } from '../keys.ts';
import { applied, ignored, type RuleOutcome } from '../outcome.ts';
import { noteReview } from './contact.ts';

/** A person pinned the band. The model goes on scoring underneath. */
export function setOverride(account: Account, event: RiskOverrideSet): RuleOutcome {
  return change(account, event, rankOf(event.band), event.setOn, event.until ?? NEVER);
}

/** The pin was taken off. At equal stamps this is the later word. */
export function clearOverride(account: Account, event: RiskOverrideCleared): RuleOutcome {
  return change(account, event, NEVER, event.clearedOn, NEVER);
}

function change(
  account: Account,
  event: RiskOverrideSet | RiskOverrideCleared,
  rank: number,
  from: number,
  until: number,
): RuleOutcome {
  const outcome = pin(account, event, rank, from, until);
  return noteReview(account, event) ? applied : outcome;
}

function pin(
  account: Account,
  event: RiskOverrideSet | RiskOverrideCleared,
  rank: number,
  from: number,
  until: number,
): RuleOutcome {
  const state = openTopic(account.profile.dossier, 'override');
  const stamp = stampOf(event);
  if (stamp < state.stamp) return ignored('older_version');
  if (stamp === state.stamp && (state.rank === NEVER || rank !== NEVER)) {
    return ignored('duplicate');
  }
  state.rank = rank;
  state.from = from;
  state.until = until;
  state.stamp = stamp;
  return applied;
}
