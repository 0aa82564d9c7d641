import { openTopic } from '../../state/dossier/dossier.ts';
import { addExtension, addTerms } from '../../state/dossier/terms.ts';
import { NEVER } from '../../state/records.ts';
import type {
  InvoiceDueDateChanged,
  PaymentMethodChanged,
  PaymentTerms,
  PaymentTermsChanged,
} from '../../types/events/index.ts';
import type { Account } from '../account.ts';
import { changeKey, itemKey, stampOf } from '../keys.ts';
import { applied, ignored, type RuleOutcome } from '../outcome.ts';

/** Terms from the end of the month give half a month more on average. */
const HALF_MONTH = 15;

/** The standing terms changed. Known due dates stay: each invoice carries its own. */
export function changeTerms(account: Account, event: PaymentTermsChanged): RuleOutcome {
  const isNew = addTerms(openTopic(account.profile.dossier, 'terms'), {
    from: event.effectiveOn,
    stamp: stampOf(event),
    days: daysOf(event.newTerms),
    oldDays: event.oldTerms === null ? NEVER : daysOf(event.oldTerms),
  });
  return isNew ? applied : ignored('duplicate');
}

function daysOf({ basis, days }: PaymentTerms): number {
  return basis === 'eom' ? days + HALF_MONTH : days;
}

/**
 * Remembers that the customer was given more time. That counts also when a later change of the same
 * due date was told before it.
 */
export function noteExtension(
  account: Account,
  event: InvoiceDueDateChanged,
  outcome: RuleOutcome,
): RuleOutcome {
  if (outcome.kind === 'refused' || event.reason !== 'extension') return outcome;
  const { oldDueOn } = event;
  const isEarlier = oldDueOn !== undefined && oldDueOn !== null && event.newDueOn <= oldDueOn;
  const { stretch } = account.world.policy;
  const forgetOn = account.profile.today - stretch.windowDays - stretch.keepDays;
  if (isEarlier || event.changedOn <= forgetOn) return outcome;
  const key = changeKey(`extend${itemKey(event.invoiceId)}`, event, event.newDueOn);
  const isNew = addExtension(openTopic(account.profile.dossier, 'terms'), {
    key,
    on: event.changedOn,
  });
  return isNew ? applied : outcome;
}

/** The customer pays another way, or its mandate changed. */
export function changeMethod(account: Account, event: PaymentMethodChanged): RuleOutcome {
  const state = openTopic(account.profile.dossier, 'paymentMethod');
  const stamp = stampOf(event);
  if (stamp <= state.stamp) {
    return ignored(stamp === state.stamp ? 'duplicate' : 'older_version');
  }
  state.method = event.newMethod;
  state.mandate = event.mandateStatus;
  state.on = event.changedOn;
  state.stamp = stamp;
  return applied;
}
