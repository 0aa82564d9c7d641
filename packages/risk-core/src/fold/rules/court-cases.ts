import {
  registerCase as addCase,
  type CaseKind,
  satisfyCase,
} from '../../state/dossier/court-cases.ts';
import { openTopic } from '../../state/dossier/dossier.ts';
import { NEVER } from '../../state/records.ts';
import type { CaseRegistered, JudgmentSatisfied } from '../../types/events/index.ts';
import type { Account } from '../account.ts';
import { stampOf } from '../keys.ts';
import { applied, ignored, type RuleOutcome } from '../outcome.ts';

const kinds: Readonly<Record<CaseRegistered['kind'], CaseKind>> = {
  'judgment.registered': 'judgment',
  'tax_default.registered': 'tax_default',
  'charge.registered': 'charge',
};

/** A public debt stands against the customer until it is satisfied; a charge is only noted. */
export function registerCase(account: Account, event: CaseRegistered): RuleOutcome {
  const isNew = addCase(openTopic(account.profile.dossier, 'courtCases'), {
    kind: kinds[event.kind],
    id: event.caseId,
    registeredOn: event.registeredOn,
    stamp: stampOf(event),
    amountMinor: event.amountMinor ?? NEVER,
    currency: event.currency ?? '',
  });
  return isNew ? applied : ignored('older_version');
}

/** Also for tax defaults: registers know one kind of satisfaction. */
export function satisfyJudgment(account: Account, event: JudgmentSatisfied): RuleOutcome {
  const { caseId, satisfiedOn } = event;
  const state = openTopic(account.profile.dossier, 'courtCases');
  return satisfyCase(state, caseId, satisfiedOn) ? applied : ignored('duplicate');
}
