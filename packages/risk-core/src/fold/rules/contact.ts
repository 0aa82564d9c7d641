import type { Contact } from '../../state/dossier/contact.ts';
import { openTopic } from '../../state/dossier/dossier.ts';
import { NEVER } from '../../state/records.ts';
import type {
  ContactRecorded,
  DunningFinished,
  DunningLevelReached,
  DunningPaused,
  Stamped,
} from '../../types/events/index.ts';
import type { Account } from '../account.ts';
import { stampOf } from '../keys.ts';
import { applied, ignored, type RuleOutcome } from '../outcome.ts';

const DAY_MS = 86_400_000;

/** Outcomes of a contact that mean more than that somebody spoke. */
const REVIEWED = 'credit_review';
const REPORTED = 'insurer_reported';

/** Somebody spoke with the customer or wrote to it. */
export function recordContact(account: Account, event: ContactRecorded): RuleOutcome {
  const { dossier } = account.profile;
  const state = openTopic(dossier, 'contact');
  let isNews = false;
  if (event.contactedOn > state.lastOn) {
    state.lastOn = event.contactedOn;
    isNews = true;
  }
  if (event.outcome === REVIEWED && event.contactedOn > state.reviewedOn) {
    state.reviewedOn = event.contactedOn;
    isNews = true;
  }
  if (event.outcome === REPORTED) {
    const insurance = openTopic(dossier, 'insurance');
    if (event.contactedOn > insurance.reportedOn) {
      insurance.reportedOn = event.contactedOn;
      isNews = true;
    }
  }
  if (agreeNext(state, event)) isNews = true;
  return isNews ? applied : ignored('duplicate');
}

/** The latest contact says when the next is; of equal ones the earlier day. */
function agreeNext(state: Contact, event: ContactRecorded): boolean {
  const stamp = stampOf(event);
  const nextOn = event.nextContactOn ?? NEVER;
  if (stamp < state.nextStamp) return false;
  if (stamp === state.nextStamp && (nextOn === NEVER || nextOn >= state.nextOn)) return false;
  state.nextOn = nextOn;
  state.nextStamp = stamp;
  return true;
}

/**
 * A decision about the customer's credit is a review, on the day on which it was taken. True when
 * it is the latest.
 */
export function noteReview(account: Account, event: Stamped): boolean {
  const state = openTopic(account.profile.dossier, 'contact');
  const on = Math.floor(event.occurredAtMs / DAY_MS);
  if (on <= state.reviewedOn) return false;
  state.reviewedOn = on;
  return true;
}

/** The dunning system went on, or came to its end. At equal stamps the end is the later word. */
export function moveDunning(
  account: Account,
  event: DunningLevelReached | DunningFinished,
): RuleOutcome {
  const state = openTopic(account.profile.dossier, 'dunning');
  const stamp = stampOf(event);
  const level = event.kind === 'dunning.finished' ? 0 : event.level;
  if (stamp < state.levelStamp) return ignored('older_version');
  if (stamp === state.levelStamp && level >= state.level) return ignored('duplicate');
  state.level = level;
  state.reachedOn = event.kind === 'dunning.finished' ? event.finishedOn : event.reachedOn;
  state.levelStamp = stamp;
  return applied;
}

/** The dunning system leaves the whole customer alone. A pause of single invoices is its own. */
export function pauseDunning(account: Account, event: DunningPaused): RuleOutcome {
  if (event.invoiceIds.length > 0) return ignored('nothing_to_change');
  const state = openTopic(account.profile.dossier, 'dunning');
  const stamp = stampOf(event);
  if (stamp <= state.pauseStamp) {
    return ignored(stamp === state.pauseStamp ? 'duplicate' : 'older_version');
  }
  state.pausedOn = event.pausedOn;
  state.pausedUntil = event.until ?? NEVER;
  state.pauseStamp = stamp;
  return applied;
}
