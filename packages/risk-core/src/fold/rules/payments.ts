import { businessDaysAfter } from '../../calendar/business-days.ts';
import { createFunds, createPosting } from '../../state/create-records.ts';
import { isIssued } from '../../state/derive-item.ts';
import type { Funds, Item, Posting } from '../../state/records.ts';
import type {
  CreditNoteApplied,
  CreditNoteIssued,
  CreditNoteVoided,
  PaymentApplied,
  PaymentReceived,
  PaymentReversed,
  PaymentUnapplied,
  RefundIssued,
  ReversedApplication,
  Stamped,
} from '../../types/events/index.ts';
import type { EpochDay } from '../../types/units.ts';
import type { Account } from '../account.ts';
import {
  addPosting,
  beyondHorizon,
  editItem,
  findFunds,
  findItem,
  isApplication,
  isBeyondHorizon,
  postingOf,
  unnamed,
} from '../edit-item.ts';
import { applicationKey, changeKey, creditKey, paymentKey, stampOf } from '../keys.ts';
import { applied, ignored, type RuleOutcome } from '../outcome.ts';
import { shiftGeneralPromises } from './promises.ts';

/** Money came in. Until it is applied it covers what is due, oldest first. */
export function receivePayment(account: Account, event: PaymentReceived): RuleOutcome {
  const { paymentId, amountMinor, currency, valueOn } = event;
  const arrival = { id: paymentId, amountMinor, currency, on: valueOn, isCredit: false };
  return arrive(account, paymentKey(paymentId), arrival, event);
}

/** A credit in the customer's favour. Until it is applied it covers what is due, too. */
export function issueCredit(account: Account, event: CreditNoteIssued): RuleOutcome {
  const { creditNoteId, amountMinor, currency, issuedOn } = event;
  const arrival = { id: creditNoteId, amountMinor, currency, on: issuedOn, isCredit: true };
  return arrive(account, creditKey(creditNoteId), arrival, event);
}

interface Arrival {
  readonly id: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly on: EpochDay;
  readonly isCredit: boolean;
}

function arrive(account: Account, key: number, arrival: Arrival, event: Stamped): RuleOutcome {
  const known = findArrived(account, key, arrival.on);
  const stamp = stampOf(event);
  if (known && known.stamp >= stamp) {
    return ignored(known.stamp === stamp ? 'duplicate' : 'older_version');
  }
  if (!known && isBeyondHorizon(account, arrival.on)) return beyondHorizon(arrival.id, arrival.on);
  const isNews = !known || known.stamp < 0;
  const funds = known ?? createFunds(key, arrival.id, arrival.isCredit, arrival.on);
  if (known) account.take(known);
  shiftGeneralPromises(account, funds, () => {
    funds.id = arrival.id;
    funds.amountMinor = arrival.amountMinor;
    funds.currency = arrival.currency;
    funds.on = arrival.on;
    if (!arrival.isCredit) funds.idleFrom = idleFrom(account, arrival.on);
    funds.stamp = stamp;
  });
  account.file(funds);
  if (isNews) adopt(account, funds, known !== undefined);
  if (!arrival.isCredit) notePaid(account, arrival.on);
  return applied;
}

/** Business days, for nobody applies cash on a Sunday. */
function idleFrom({ world }: Account, on: EpochDay): EpochDay {
  return businessDaysAfter(world.calendar, on, world.policy.payments.unappliedAfterDays) + 1;
}

/** Only a stub of the same day can be the same arrival, unless others have mentioned payments. */
function findArrived(account: Account, key: number, on: EpochDay): Funds | undefined {
  const isAnywhere = account.profile.sums.ghostFunds > 0;
  const found =
    account.findOpen(key) ?? (isAnywhere ? account.findStub(key) : account.findFiled(key, on));
  return found?.kind === 'funds' ? found : undefined;
}

/** Applications that came before their payment now learn of it, and of its value day. */
function adopt(account: Account, funds: Funds, wasMentioned = false): void {
  // What was mentioned before may have applications that are void and so count nowhere.
  const mayHaveSome = wasMentioned || funds.appliedMinor !== 0;
  if (account.profile.sums.orphans === 0 && !mayHaveSome) return;
  const isDatable = funds.stamp >= 0 && !funds.isCredit;
  for (const item of itemsWith(account, funds.key)) {
    editItem(account, unnamed(item), () => {
      for (const posting of item.postings) {
        if (!isApplication(posting) || posting.party !== funds.key) continue;
        posting.isMatched = true;
        if (funds.isVoided) posting.state = 'void';
        if (posting.isDated || !isDatable) continue;
        posting.on = funds.on;
        posting.isDated = true;
      }
    });
  }
}

/** Every item on which something of this payment lies. Looks at all pages. */
function itemsWith(account: Account, party: number): Item[] {
  const items: Item[] = [];
  for (const { records } of account.everyPage()) {
    for (const record of records) {
      if (record.kind !== 'item') continue;
      if (record.postings.some((posting) => posting.party === party && isApplication(posting))) {
        items.push(record);
      }
    }
  }
  return items;
}

/** Money was laid on an invoice. */
export function applyPayment(account: Account, event: PaymentApplied): RuleOutcome {
  return apply(account, event.invoiceId, event, {
    kind: 'payment',
    party: paymentKey(event.paymentId),
    key: applicationKey(paymentKey(event.paymentId), event.applicationId),
    amountMinor: event.amountMinor,
    discountMinor: event.discountMinor,
    appliedOn: event.appliedOn,
    valueOn: event.valueOn,
  });
}

/** A credit note was laid on an invoice. */
export function applyCredit(account: Account, event: CreditNoteApplied): RuleOutcome {
  return apply(account, event.invoiceId, event, {
    kind: 'credit',
    party: creditKey(event.creditNoteId),
    key: applicationKey(creditKey(event.creditNoteId), event.applicationId),
    amountMinor: event.amountMinor,
    discountMinor: 0,
    appliedOn: event.appliedOn,
    valueOn: event.appliedOn,
  });
}

interface Application {
  readonly kind: 'payment' | 'credit';
  readonly party: number;
  readonly key: number;
  readonly amountMinor: number;
  readonly discountMinor: number;
  readonly appliedOn: EpochDay;
  readonly valueOn: EpochDay | null;
}

function apply(
  account: Account,
  invoiceId: string,
  event: Stamped,
  application: Application,
): RuleOutcome {
  const found = findItem(account, invoiceId, application.appliedOn);
  if ('refusal' in found) return found.refusal;
  const stamp = stampOf(event);
  const known = postingOf(found.item, application.kind, application.key);
  if (known && known.stamp >= stamp) {
    return ignored(known.stamp === stamp ? 'duplicate' : 'older_version');
  }
  const funds = findFunds(account, application.party);
  editItem(account, found, (item) => {
    const posting = known ?? newPosting(item, application);
    const isFundsDated = funds !== undefined && funds.stamp >= 0 && !funds.isCredit;
    posting.amountMinor = application.amountMinor;
    posting.sideMinor = application.discountMinor;
    posting.stamp = stamp;
    posting.bookedOn = application.appliedOn;
    posting.on = application.valueOn ?? (isFundsDated ? funds.on : application.appliedOn);
    posting.isDated = application.valueOn !== null || isFundsDated;
    posting.isMatched = funds !== undefined;
    if (funds?.isVoided) posting.state = 'void';
  });
  if (application.kind === 'payment') {
    notePaid(account, application.valueOn ?? application.appliedOn);
  }
  return applied;
}

/** Payments that others only mention are dated by the last mention. */
function noteMention(funds: Funds, on: EpochDay): void {
  if (funds.stamp < 0 && on > funds.on) funds.on = on;
}

function newPosting(item: Item, application: Application): Posting {
  const { kind, key, party, appliedOn } = application;
  const posting = createPosting(kind, key, party, appliedOn);
  addPosting(item, posting);
  return posting;
}

function notePaid(account: Account, on: EpochDay): void {
  const { profile } = account;
  if (on > profile.lastPaidOn) profile.lastPaidOn = on;
}

/** An application was undone; the money is free again. */
export function unapplyPayment(account: Account, event: PaymentUnapplied): RuleOutcome {
  const { paymentId, applicationId, invoiceId, amountMinor, unappliedOn } = event;
  const found = findItem(account, invoiceId, unappliedOn);
  if ('refusal' in found) return found.refusal;
  const target = applicationKey(paymentKey(paymentId), applicationId);
  const key = changeKey(`undo${target}`, event, amountMinor);
  if (postingOf(found.item, 'undo', key)) return ignored('duplicate');
  editItem(account, found, (item) =>
    undo(item, key, target, unappliedOn, amountMinor, stampOf(event)),
  );
  return applied;
}

function undo(
  item: Item,
  key: number,
  target: number,
  on: EpochDay,
  amountMinor: number,
  stamp: number,
): void {
  const posting = createPosting('undo', key, target, on);
  posting.amountMinor = amountMinor;
  posting.stamp = stamp;
  addPosting(item, posting);
}

/** Reasons that say something about the customer's bank account, not about our books. */
const returned = new Set(['chargeback', 'returned', 'mandate_revoked']);

/**
 * A payment was taken back; what it had settled is open again. A clearing reset only takes it off
 * its invoices: the money stays.
 */
export function reversePayment(account: Account, event: PaymentReversed): RuleOutcome {
  const key = paymentKey(event.paymentId);
  const isReset = event.reason === 'clearing_reset';
  const funds = findFunds(account, key);
  if (!isReset && funds?.isVoided) return ignored('duplicate');
  if (isBeyondHorizon(account, event.reversedOn)) {
    return beyondHorizon(event.paymentId, event.reversedOn);
  }
  if (isReset) return resetApplications(account, event) > 0 ? applied : ignored('duplicate');
  voidFunds(account, funds, key, event);
  voidApplications(account, key, event);
  return applied;
}

function voidFunds(
  account: Account,
  known: Funds | undefined,
  key: number,
  event: PaymentReversed,
): void {
  const funds = known ?? createFunds(key, event.paymentId, false, event.reversedOn);
  if (known) account.take(known);
  shiftGeneralPromises(account, funds, () => {
    funds.isVoided = true;
    funds.id = event.paymentId;
    noteMention(funds, event.reversedOn);
    if (returned.has(event.reason)) funds.returnedOn = event.reversedOn;
  });
  account.file(funds);
  if (!known) adopt(account, funds);
}

/**
 * Voids every application of the payment that is known, and marks those that the event lists and
 * nobody has told of yet, so that they are void when they come.
 */
function voidApplications(account: Account, party: number, event: PaymentReversed): void {
  for (const item of itemsWith(account, party)) voidPostings(account, item, party);
  for (const application of event.applications) {
    const found = findItem(account, application.invoiceId, event.reversedOn);
    if ('refusal' in found) continue;
    const key = applicationKey(party, application.applicationId);
    const isTold = postingOf(found.item, 'payment', key) !== undefined;
    // What is known by name only is remembered from its last mention on, and this is one.
    if (isTold && isIssued(found.item)) continue;
    editItem(account, found, (item) => {
      if (isTold) return;
      const posting = createPosting('payment', key, party, event.reversedOn);
      posting.state = 'void';
      addPosting(item, posting);
    });
  }
}

function voidPostings(account: Account, item: Item, party: number): void {
  editItem(account, unnamed(item), () => {
    for (const posting of item.postings) {
      if (posting.party === party && isApplication(posting)) posting.state = 'void';
    }
  });
}

function resetApplications(account: Account, event: PaymentReversed): number {
  let undone = 0;
  for (const application of event.applications) {
    if (resetApplication(account, event, application)) undone += 1;
  }
  return undone;
}

function resetApplication(
  account: Account,
  event: PaymentReversed,
  application: ReversedApplication,
): boolean {
  const found = findItem(account, application.invoiceId, event.reversedOn);
  if ('refusal' in found) return false;
  const target = applicationKey(paymentKey(event.paymentId), application.applicationId);
  const key = changeKey(`reset${target}`, event, application.amountMinor);
  if (postingOf(found.item, 'undo', key)) return false;
  // A reset comes from the payment's own stream of versions: only its day compares, and wins.
  editItem(account, found, (item) =>
    undo(item, key, target, event.reversedOn, application.amountMinor, Number.MAX_SAFE_INTEGER),
  );
  return true;
}

/** Money was sent back. Without a payment it is nothing that the model could place. */
export function refund(account: Account, event: RefundIssued): RuleOutcome {
  if (event.paymentId === null) return ignored('not_modelled');
  const key = paymentKey(event.paymentId);
  const known = findFunds(account, key);
  const refundKey = paymentKey(event.refundId);
  if (known?.refunds.some((other) => other.key === refundKey)) return ignored('duplicate');
  if (!known && isBeyondHorizon(account, event.issuedOn)) {
    return beyondHorizon(event.paymentId, event.issuedOn);
  }
  const funds = known ?? createFunds(key, event.paymentId, false, event.issuedOn);
  if (known) account.take(known);
  noteMention(funds, event.issuedOn);
  funds.refunds.push({ key: refundKey, amountMinor: event.amountMinor });
  funds.refunds.sort((a, b) => a.key - b.key);
  account.file(funds);
  if (!known) adopt(account, funds);
  return applied;
}

/** The credit note never was; what it had settled is open again. */
export function voidCredit(account: Account, event: CreditNoteVoided): RuleOutcome {
  const key = creditKey(event.creditNoteId);
  const known = findFunds(account, key);
  if (known?.isVoided) return ignored('duplicate');
  if (!known && isBeyondHorizon(account, event.voidedOn)) {
    return beyondHorizon(event.creditNoteId, event.voidedOn);
  }
  const funds = known ?? createFunds(key, event.creditNoteId, true, event.voidedOn);
  if (known) account.take(known);
  funds.isVoided = true;
  noteMention(funds, event.voidedOn);
  account.file(funds);
  if (!known) adopt(account, funds);
  for (const item of itemsWith(account, key)) voidPostings(account, item, key);
  return applied;
}
