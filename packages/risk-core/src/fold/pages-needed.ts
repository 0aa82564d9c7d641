import { businessDaysAfter, onOrAfter } from '../calendar/business-days.ts';
import type { Profile } from '../state/profile.ts';
import { FAR, type Funds, type Item, NEVER } from '../state/records.ts';
import type { DomainEvent, PaymentReversed, PromiseMade } from '../types/events/index.ts';
import type { FoldInput } from '../types/folding.ts';
import type { PagePeek, PageRef } from '../types/pages.ts';
import type { EpochDay } from '../types/units.ts';
import type { World } from '../types/world.ts';
import {
  attemptKey,
  creditKey,
  deliveryKey,
  itemKey,
  orderKey,
  paymentKey,
  promiseKey,
} from './keys.ts';
import { isOutdated } from './rebaseline.ts';
import { billedKey, REISSUE_DAYS } from './rules/invoices.ts';
import { Scout } from './scout.ts';

/**
 * Pages that folding this input will touch and that are not in memory. Ask again after loading
 * them, until the answer is empty. Costs the open items' pages touched, never the closed history's.
 */
export function pagesNeeded(
  profile: Profile,
  input: FoldInput,
  pages: PagePeek,
  world: World,
): readonly PageRef[] {
  if (profile.today === NEVER || hasEveryPage(profile, pages)) return nothing;
  const to = Math.max(profile.today, input.kind === 'advance' ? input.to : input.asOf);
  const scout = new Scout(profile, pages, world, to);
  if (isOutdated(profile, world.policy)) scout.allPages();
  if (to > profile.today) scout.pagesDue();
  if (input.kind === 'event') {
    needsOf(scout, input.event, to);
    if (scout.missing.length === 0) scout.coverPages(reachOf(scout, input.event));
  }
  return scout.missing;
}

const nothing: readonly PageRef[] = [];

/** Customers with more stub pages are asked what they need: looking at all would cost more. */
const FEW_PAGES = 8;

/** True for the many whose few pages are all at hand: nothing can be missing then. */
function hasEveryPage(profile: Profile, pages: PagePeek): boolean {
  const { isIndexed, itemPages, stubPages } = profile;
  if (isIndexed || stubPages.length > FEW_PAGES) return false;
  for (const { ref } of stubPages) {
    if (pages.peek(ref) === 'unloaded') return false;
  }
  for (const { ref } of itemPages) {
    if (pages.peek(ref) === 'unloaded') return false;
  }
  return true;
}

/** The same look-ups that the rules will make. */
function needsOf(scout: Scout, event: DomainEvent, to: EpochDay): void {
  const changedOn = dayOfChange(event);
  if (changedOn !== undefined && 'invoiceId' in event && event.invoiceId !== null) {
    needsItem(scout, event.invoiceId, changedOn);
  }
  switch (event.kind) {
    case 'invoice.issued':
      needsIssue(scout, event.invoiceId, event.issuedOn, event.dueOn, to);
      needsOrder(scout, billedKey(event), event.issuedOn);
      break;
    case 'ledger.opening':
      needsIssue(scout, event.invoiceId, event.issuedOn ?? event.dueOn, event.dueOn, to);
      break;
    case 'invoice.due_date_changed':
      scout.itemPageAt(onOrAfter(scout.world.calendar, event.newDueOn), itemKey(event.invoiceId));
      break;
    case 'payment.failed':
      needsAttempt(scout, event.attemptId, event.failedOn);
      break;
    case 'promise.made':
      needsPromise(scout, event);
      break;
    case 'payment_plan.agreed':
    case 'payment_plan.cancelled':
      scout.allPages();
      break;
    case 'promise.withdrawn':
      needsRecord(scout, promiseKey(event.promiseId));
      scout.stubPageAt(event.withdrawnOn, promiseKey(event.promiseId));
      break;
    case 'fx.rates_published':
      if (scout.profile.sums.unrated > 0) scout.allPages();
      break;
    default:
      needsOfMoney(scout, event);
      needsOfOrder(scout, event);
      break;
  }
}

/** Day of an event that changes one invoice and looks for nothing else. */
function dayOfChange(event: DomainEvent): EpochDay | undefined {
  switch (event.kind) {
    case 'invoice.due_date_changed':
      return event.changedOn;
    case 'invoice.adjusted':
      return event.adjustedOn;
    case 'invoice.voided':
      return event.voidedOn;
    case 'invoice.disputed':
      return event.disputedOn;
    case 'invoice.dispute_resolved':
      return event.resolvedOn;
    case 'invoice.written_off':
      return event.writtenOffOn;
    case 'invoice.write_off_reversed':
      return event.reversedOn;
    case 'payment.applied':
      return Math.min(event.appliedOn, event.valueOn ?? FAR);
    case 'credit_note.applied':
      return event.appliedOn;
    case 'payment.unapplied':
      return event.unappliedOn;
    case 'payment.failed':
      return event.failedOn;
    default:
      return undefined;
  }
}

function needsOfMoney(scout: Scout, event: DomainEvent): void {
  switch (event.kind) {
    case 'payment.applied':
      needsFunds(scout, paymentKey(event.paymentId), event.appliedOn);
      break;
    case 'credit_note.applied':
      needsFunds(scout, creditKey(event.creditNoteId), event.appliedOn);
      break;
    case 'payment.received':
      needsArrival(scout, paymentKey(event.paymentId), event.valueOn);
      break;
    case 'credit_note.issued':
      needsArrival(scout, creditKey(event.creditNoteId), event.issuedOn);
      break;
    case 'payment.reversed':
      needsReversal(scout, event);
      break;
    case 'credit_note.voided':
      needsFunds(scout, creditKey(event.creditNoteId), event.voidedOn);
      scout.allPages();
      break;
    case 'refund.issued':
      if (event.paymentId === null) break;
      needsFunds(scout, paymentKey(event.paymentId), event.issuedOn);
      if (scout.profile.sums.orphans > 0) scout.allPages();
      break;
    default:
      break;
  }
}

function needsOfOrder(scout: Scout, event: DomainEvent): void {
  switch (event.kind) {
    case 'order.placed':
    case 'order.changed':
      needsOrder(scout, orderKey(event.orderId), event.on);
      break;
    case 'order.cancelled':
      needsOrder(scout, orderKey(event.orderId), event.cancelledOn);
      break;
    case 'delivery.dispatched':
    case 'delivery.returned': {
      const { orderId, deliveryId } = event;
      const key = orderId === null ? deliveryKey(deliveryId) : orderKey(orderId);
      needsOrder(scout, key, event.on);
      break;
    }
    default:
      break;
  }
}

function needsIssue(
  scout: Scout,
  invoiceId: string,
  issuedOn: EpochDay,
  dueOn: EpochDay,
  to: EpochDay,
): void {
  const key = itemKey(invoiceId);
  const known =
    scout.open(key) ??
    scout.stub(
      key,
      ({ minIssued, maxIssued }) =>
        minIssued - REISSUE_DAYS <= issuedOn && issuedOn <= maxIssued + REISSUE_DAYS,
    );
  scout.itemPageAt(onOrAfter(scout.world.calendar, dueOn), key);
  if (known?.kind === 'item') needsChange(scout, known, Math.min(issuedOn, to));
  // An invoice over nothing is closed when it is issued.
  else scout.stubPageAt(issuedOn, key);
}

/** An item that an event changes: where it is, where it may go, and who hangs on it. */
function needsItem(scout: Scout, invoiceId: string, on: EpochDay): void {
  const key = itemKey(invoiceId);
  const known = scout.anywhere(key);
  if (scout.missing.length > 0) return;
  if (known?.kind === 'item') {
    needsChange(scout, known, on);
    if (!isForgottenBy(scout, known)) return;
    scout.stubsFrom(0);
  }
  // A mention files behind all dated items; a void one among the stubs.
  scout.itemPageAt(FAR, key);
  scout.stubPageAt(on, key);
}

/** True for what reaches the horizon before the event is folded, and is unknown by then. */
function isForgottenBy(scout: Scout, { isStub, sortOn, stamp, notedOn }: Item): boolean {
  const lastOn = scout.to - scout.world.policy.horizonDays;
  return isStub ? sortOn <= lastOn : stamp < 0 && notedOn <= lastOn;
}

function needsChange(scout: Scout, item: Item, on: EpochDay): void {
  const { key } = item;
  scout.itemPageAt(item.ageFrom, key);
  let from = item.isStub ? Math.min(item.sortOn, on) : on;
  if (item.settledOn !== NEVER) from = Math.min(from, item.settledOn);
  scout.stubsFrom(from);
  for (const posting of item.postings) {
    if (posting.kind !== 'payment' && posting.kind !== 'credit') continue;
    if (posting.isMatched) needsFunds(scout, posting.party, posting.bookedOn);
  }
  for (const promise of item.promises) needsRecord(scout, promise);
  if (item.isBillKnown) needsOrder(scout, item.orderKey, on);
}

/** An order, both places between which it may move, and invoices that may be waiting for it. */
function needsOrder(scout: Scout, key: number, on: EpochDay): void {
  if (key === 0) return;
  const known = scout.open(key) ?? closedOrder(scout, key);
  scout.itemPageAt(FAR, key);
  scout.stubPageAt(known?.kind === 'order' ? Math.min(known.on, on) : on, key);
  if (known?.kind === 'order') scout.stubPageAt(Math.max(known.on, on), key);
  else if (scout.profile.sums.orphanBills > 0) scout.allPages();
}

function closedOrder(scout: Scout, key: number) {
  return scout.profile.sums.closedOrders > 0 ? scout.stub(key, () => true) : undefined;
}

/** A payment, wherever it is, and both places between which it may move. */
function needsFunds(scout: Scout, key: number, on: EpochDay): void {
  const known = scout.open(key) ?? closedFunds(scout, key);
  if (known?.kind === 'funds') {
    // Its value day may become the settlement day of what it is applied to.
    scout.stubsFrom(known.on);
    scout.itemPageAt(known.on, key);
  } else {
    scout.stubPageAt(on, key);
  }
}

function closedFunds(scout: Scout, key: number) {
  return scout.profile.sums.closedFunds > 0 ? scout.stub(key, () => true) : undefined;
}

function needsRecord(scout: Scout, key: number): void {
  const known = scout.anywhere(key);
  if (!known) return;
  scout.itemPageAt(known.sortOn, key);
  // A plan that moves on moves the due days of all that it names.
  if (known.kind === 'promise' && known.isPlan) scout.allPages();
  if (known.kind === 'promise') {
    scout.itemPageAt(known.deadlineOn, key);
    scout.stubPageAt(known.promisedFor, key);
    // It may end on the way, and will then be looked for among all stubs.
    if (!known.isStub && known.deadlineOn < scout.to) scout.stubsFrom(0);
  }
}

function needsArrival(scout: Scout, key: number, on: EpochDay): void {
  const { sums, generalPromises } = scout.profile;
  const isAnywhere = sums.ghostFunds > 0;
  const known =
    scout.open(key) ??
    scout.stub(key, ({ firstOn, lastOn }) => isAnywhere || (firstOn <= on && on <= lastOn));
  if (sums.orphans > 0 || known) scout.allPages();
  scout.itemPageAt(on, key);
  scout.stubPageAt(on, key);
  if (known) scout.stubsFrom(Math.min(on, (known as Funds).on));
  for (const promise of generalPromises) needsRecord(scout, promise);
}

function needsReversal(scout: Scout, event: PaymentReversed): void {
  const { applications, paymentId, reversedOn } = event;
  if (event.reason !== 'clearing_reset') scout.allPages();
  needsFunds(scout, paymentKey(paymentId), reversedOn);
  for (const { invoiceId } of applications) needsItem(scout, invoiceId, reversedOn);
  for (const promise of scout.profile.generalPromises) needsRecord(scout, promise);
}

function needsAttempt(scout: Scout, attemptId: string, failedOn: EpochDay): void {
  const key = attemptKey(attemptId);
  scout.stub(key, ({ firstOn, lastOn }) => firstOn <= failedOn && failedOn <= lastOn);
  scout.stubPageAt(failedOn, key);
}

function needsPromise(scout: Scout, event: PromiseMade): void {
  const key = promiseKey(event.promiseId);
  scout.anywhere(key);
  if (event.invoiceIds.length === 0) {
    scout.allPages();
    return;
  }
  const tolerance = scout.world.policy.promises.toleranceDays;
  const deadline = businessDaysAfter(scout.world.calendar, event.promisedFor, tolerance);
  scout.itemPageAt(deadline, key);
  scout.stubPageAt(event.promisedFor, key);
  for (const invoiceId of event.invoiceIds) needsItem(scout, invoiceId, event.madeOn);
}

/** By how much at most the event moves cash or clean items, for finding the cover's pages. */
function reachOf(scout: Scout, event: DomainEvent): number {
  // What others owe the customer's creditors moves nothing on its account.
  if ('caseId' in event) return 0;
  let reach = 0;
  if ('amountMinor' in event) reach += event.amountMinor;
  if ('deltaMinor' in event) reach += Math.abs(event.deltaMinor);
  if ('openMinor' in event) reach += event.openMinor;
  if ('discountMinor' in event) reach += event.discountMinor;
  const ids = 'applications' in event ? event.applications.map((one) => one.invoiceId) : [];
  if ('invoiceId' in event && event.invoiceId !== null) ids.push(event.invoiceId);
  for (const id of ids) {
    const item = scout.open(itemKey(id));
    reach += item ? 2 * item.amountMinor : 0;
  }
  if ('paymentId' in event && event.paymentId !== null) {
    const funds = scout.open(paymentKey(event.paymentId));
    reach += funds ? funds.amountMinor : 0;
  }
  return reach;
}
