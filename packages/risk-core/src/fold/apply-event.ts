import type { DomainEvent } from '../types/events/index.ts';
import type { Account } from './account.ts';
import { applyFact } from './apply-fact.ts';
import { applied, type RuleOutcome } from './outcome.ts';
import { rateUnrated } from './rebuild.ts';
import { describeCustomer } from './rules/customer.ts';
import { dispute, resolveDispute } from './rules/disputes.ts';
import { failPayment } from './rules/failures.ts';
import {
  adjustInvoice,
  changeDueDate,
  issueInvoice,
  openItem,
  reverseWriteOff,
  voidInvoice,
  writeOff,
} from './rules/invoices.ts';
import { cancelOrder, deliver, placeOrder } from './rules/orders.ts';
import {
  applyCredit,
  applyPayment,
  issueCredit,
  receivePayment,
  refund,
  reversePayment,
  unapplyPayment,
  voidCredit,
} from './rules/payments.ts';
import { agreePlan, cancelPlan } from './rules/plans.ts';
import { makePromise, withdrawPromise } from './rules/promises.ts';
import { noteExtension } from './rules/terms.ts';

/** One event, one rule. Long because it is the table of all kinds; facts have their own. */
export function applyEvent(account: Account, event: DomainEvent): RuleOutcome {
  switch (event.kind) {
    case 'customer.registered':
    case 'customer.updated':
      return describeCustomer(account, event);
    case 'invoice.issued':
      return issueInvoice(account, event);
    case 'ledger.opening':
      return openItem(account, event);
    case 'invoice.due_date_changed':
      return noteExtension(account, event, changeDueDate(account, event));
    case 'invoice.adjusted':
      return adjustInvoice(account, event);
    case 'invoice.voided':
      return voidInvoice(account, event);
    case 'invoice.disputed':
      return dispute(account, event);
    case 'invoice.dispute_resolved':
      return resolveDispute(account, event);
    case 'invoice.written_off':
      return writeOff(account, event);
    case 'invoice.write_off_reversed':
      return reverseWriteOff(account, event);
    case 'payment.received':
      return receivePayment(account, event);
    case 'payment.applied':
      return applyPayment(account, event);
    case 'payment.unapplied':
      return unapplyPayment(account, event);
    case 'payment.failed':
      return failPayment(account, event);
    case 'payment.reversed':
      return reversePayment(account, event);
    case 'refund.issued':
      return refund(account, event);
    case 'credit_note.issued':
      return issueCredit(account, event);
    case 'credit_note.applied':
      return applyCredit(account, event);
    case 'credit_note.voided':
      return voidCredit(account, event);
    case 'payment_plan.agreed':
      return agreePlan(account, event);
    case 'payment_plan.cancelled':
      return cancelPlan(account, event);
    case 'promise.made':
      return makePromise(account, event);
    case 'promise.withdrawn':
      return withdrawPromise(account, event);
    case 'order.placed':
    case 'order.changed':
      return placeOrder(account, event);
    case 'order.cancelled':
      return cancelOrder(account, event);
    case 'delivery.dispatched':
    case 'delivery.returned':
      return deliver(account, event);
    case 'fx.rates_published':
      rateUnrated(account);
      return applied;
    case 'macro_risk.updated':
    case 'feed.completed':
    case 'feed.went_silent':
    case 'feed.resumed':
    case 'policy.activated':
      // The world has changed, and the profile is looked at again: that is the whole effect.
      return applied;
    default:
      return applyFact(account, event);
  }
}
