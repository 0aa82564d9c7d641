import type { DomainEvent } from '../types/events/index.ts';
import type { Account } from './account.ts';
import { ignored, type RuleOutcome } from './outcome.ts';
import { changeParent, mergeCustomer } from './rules/affiliation.ts';
import { changeKyc, clearSanctions, matchSanctions } from './rules/compliance.ts';
import { moveDunning, pauseDunning, recordContact } from './rules/contact.ts';
import { changeHold } from './rules/holds.ts';
import { changeCover } from './rules/insurance.ts';
import { changeLimit, requestIncrease } from './rules/limits.ts';
import { clearOverride, setOverride } from './rules/override.ts';
import { reportLedger } from './rules/reconciliation.ts';
import { expireSecurity, receiveSecurity } from './rules/securities.ts';
import { changeMethod, changeTerms } from './rules/terms.ts';

/** What is agreed with the customer, known of it, or decided about it. */
export function applyRelation(account: Account, event: DomainEvent): RuleOutcome {
  switch (event.kind) {
    case 'credit_limit.changed':
      return changeLimit(account, event);
    case 'credit_limit.increase_requested':
      return requestIncrease(account, event);
    case 'payment_terms.changed':
      return changeTerms(account, event);
    case 'payment_method.changed':
      return changeMethod(account, event);
    case 'credit_insurance.cover_changed':
      return changeCover(account, event);
    case 'security.received':
      return receiveSecurity(account, event);
    case 'security.expired':
      return expireSecurity(account, event);
    case 'credit_hold.applied':
    case 'credit_hold.released':
      return changeHold(account, event);
    case 'customer.kyc_status_changed':
      return changeKyc(account, event);
    case 'sanctions_screening.matched':
      return matchSanctions(account, event);
    case 'sanctions_screening.cleared':
      return clearSanctions(account, event);
    case 'contact.recorded':
      return recordContact(account, event);
    case 'dunning.level_reached':
    case 'dunning.finished':
      return moveDunning(account, event);
    case 'dunning.paused':
      return pauseDunning(account, event);
    case 'risk_override.set':
      return setOverride(account, event);
    case 'risk_override.cleared':
      return clearOverride(account, event);
    case 'customer.merged':
      return mergeCustomer(account, event);
    case 'customer.hierarchy_changed':
      return changeParent(account, event);
    case 'ledger.reported':
      return reportLedger(account, event);
    default:
      return ignored('not_modelled');
  }
}
