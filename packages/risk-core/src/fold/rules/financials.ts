import { ratiosOf } from '../../features/accounts.ts';
import { openTopic } from '../../state/dossier/dossier.ts';
import { addFiling } from '../../state/dossier/financials.ts';
import type { FinancialsFiled } from '../../types/events/index.ts';
import type { Account } from '../account.ts';
import { stampOf } from '../keys.ts';
import { applied, ignored, type RuleOutcome } from '../outcome.ts';

/** Accounts come down to ratios; a correction of the same period takes their place. */
export function fileFinancials(account: Account, event: FinancialsFiled): RuleOutcome {
  const isNew = addFiling(openTopic(account.profile.dossier, 'financials'), {
    periodEnd: event.periodEnd,
    filedOn: event.filedOn,
    stamp: stampOf(event),
    isAudited: event.audited,
    ...ratiosOf(event),
  });
  return isNew ? applied : ignored('older_version');
}
