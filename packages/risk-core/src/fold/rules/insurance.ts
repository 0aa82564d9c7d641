import { openTopic } from '../../state/dossier/dossier.ts';
import { addCover, type CoverState } from '../../state/dossier/insurance.ts';
import { NEVER } from '../../state/records.ts';
import type { CreditInsuranceCoverChanged } from '../../types/events/index.ts';
import type { Account } from '../account.ts';
import { stampOf } from '../keys.ts';
import { applied, ignored, type RuleOutcome, refused } from '../outcome.ts';

/** An insurer decided. Cover of nothing is no cover, whatever the decision is called. */
export function changeCover(account: Account, event: CreditInsuranceCoverChanged): RuleOutcome {
  const { profile } = account;
  const { reportWithinDays, maxExtensionDays } = event;
  const cover = {
    insurer: event.insurer,
    state: stateOf(event),
    amountMinor: event.newMinor,
    currency: event.currency,
    oldMinor: event.oldMinor ?? NEVER,
    from: event.effectiveOn,
    reportDays: reportWithinDays === null ? NEVER : reportWithinDays + (maxExtensionDays ?? 0),
    stamp: stampOf(event),
  };
  const result = addCover(openTopic(profile.dossier, 'insurance'), cover, profile.today);
  if (result === 'too_many') return refused('too_many_open', 'more decisions to come than 16');
  return result === 'added' ? applied : ignored('older_version');
}

function stateOf({ decision, oldMinor, newMinor }: CreditInsuranceCoverChanged): CoverState {
  if (newMinor === 0 || decision === 'withdrawn') return 'withdrawn';
  if (decision === 'reduced') return 'reduced';
  if (decision !== 'unknown') return 'granted';
  return oldMinor !== null && newMinor < oldMinor ? 'reduced' : 'granted';
}
