import { createPosting } from '../../state/create-records.ts';
import type { PostingState } from '../../state/records.ts';
import type {
  DisputeOutcome,
  InvoiceDisputed,
  InvoiceDisputeResolved,
} from '../../types/events/index.ts';
import type { Account } from '../account.ts';
import { addPosting, editItem, findItem, postingOf } from '../edit-item.ts';
import { disputeKey, stampOf } from '../keys.ts';
import { applied, ignored, type RuleOutcome } from '../outcome.ts';

/** Only what the customer was wrong about counts against it. */
const states: Readonly<Record<DisputeOutcome, PostingState>> = {
  valid: 'won',
  invalid: 'lost',
  partial: 'lost',
  withdrawn: 'won',
  unknown: 'won',
};

/** The customer contests an amount: it is not clean until the dispute ends. */
export function dispute(account: Account, event: InvoiceDisputed): RuleOutcome {
  const found = findItem(account, event.invoiceId, event.disputedOn);
  if ('refusal' in found) return found.refusal;
  const key = disputeKey(event.disputeId);
  const stamp = stampOf(event);
  const known = postingOf(found.item, 'dispute', key);
  if (known && known.stamp >= stamp) {
    return ignored(known.stamp === stamp ? 'duplicate' : 'older_version');
  }
  editItem(account, found, (item) => {
    const posting = known ?? createPosting('dispute', key, 0, event.disputedOn);
    posting.amountMinor = event.amountMinor;
    posting.stamp = stamp;
    posting.bookedOn = event.disputedOn;
    if (known) return;
    posting.state = 'open';
    addPosting(item, posting);
  });
  return applied;
}

/** A dispute ended. An end stays an end, also when it is told before the beginning. */
export function resolveDispute(account: Account, event: InvoiceDisputeResolved): RuleOutcome {
  const found = findItem(account, event.invoiceId, event.resolvedOn);
  if ('refusal' in found) return found.refusal;
  const key = disputeKey(event.disputeId);
  const state = states[event.outcome];
  const known = postingOf(found.item, 'dispute', key);
  if (known && known.state !== 'open') return ignored('duplicate');
  editItem(account, found, (item) => {
    const posting = known ?? createPosting('dispute', key, 0, event.resolvedOn);
    posting.state = state;
    posting.on = event.resolvedOn;
    posting.sideMinor = event.creditedMinor;
    if (!known) addPosting(item, posting);
  });
  return applied;
}
