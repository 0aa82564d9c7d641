import { onOrAfter } from '../../calendar/business-days.ts';
import { minorRate } from '../../money/conversion.ts';
import { createItem, createPosting } from '../../state/create-records.ts';
import { isIssued } from '../../state/derive-item.ts';
import { type Item, NEVER } from '../../state/records.ts';
import type {
  InvoiceAdjusted,
  InvoiceDueDateChanged,
  InvoiceIssued,
  InvoiceVoided,
  InvoiceWriteOffReversed,
  InvoiceWrittenOff,
  LedgerOpening,
} from '../../types/events/index.ts';
import type { EpochDay } from '../../types/units.ts';
import type { Account } from '../account.ts';
import {
  addPosting,
  beyondHorizon,
  editItem,
  findItem,
  isBeyondHorizon,
  postingOf,
} from '../edit-item.ts';
import { changeKey, deliveryKey, itemKey, orderKey, stampOf } from '../keys.ts';
import { findOrder } from '../orders-of-items.ts';
import { applied, ignored, type RuleOutcome, refused } from '../outcome.ts';
import { placeDue } from '../plans-of-items.ts';

/** How far apart two issue days of one closed invoice may lie and still be found as the same. */
export const REISSUE_DAYS = 31;

/** What issuing and opening have in common. */
interface Issue {
  readonly invoiceId: string;
  readonly issuedOn: EpochDay;
  readonly dueOn: EpochDay;
  readonly amountMinor: number;
  readonly currency: string;
  readonly fxRateNano: number | null;
  /** Order, or delivery without one, that it bills; 0 for neither. */
  readonly orderKey: number;
  readonly offerUntil: EpochDay;
  readonly stamp: number;
}

/** A new invoice, or a newer version of one that is known. */
export function issueInvoice(account: Account, event: InvoiceIssued): RuleOutcome {
  const { invoiceId, issuedOn, dueOn, amountMinor, currency, fxRateNano } = event;
  const issue = {
    invoiceId,
    issuedOn,
    dueOn,
    amountMinor,
    currency,
    fxRateNano,
    orderKey: billedKey(event),
    offerUntil: offerUntil(event),
    stamp: stampOf(event),
  };
  return putIssue(account, issue, isBeyondHorizon(account, issuedOn));
}

function offerUntil({ issuedOn, terms }: InvoiceIssued): EpochDay {
  return terms && terms.discountPpm > 0 ? issuedOn + terms.discountDays : NEVER;
}

/** Key of what an invoice bills; 0 when it names nothing. */
export function billedKey({ orderId, deliveryId }: InvoiceIssued): number {
  if (orderId !== null) return orderKey(orderId);
  return deliveryId === undefined || deliveryId === null ? 0 : deliveryKey(deliveryId);
}

/** An open item without history. It may be as old as it likes: the ledger says that it is open. */
export function openItem(account: Account, event: LedgerOpening): RuleOutcome {
  const issue = {
    invoiceId: event.invoiceId,
    issuedOn: event.issuedOn ?? event.dueOn,
    dueOn: event.dueOn,
    amountMinor: event.openMinor,
    currency: event.currency,
    fxRateNano: null,
    orderKey: 0,
    offerUntil: NEVER,
    stamp: stampOf(event),
  };
  return putIssue(account, issue, false);
}

/**
 * A closed invoice among those that were issued between two days. The newest pages come first, so
 * that a long past is never looked at.
 */
function findIssued(account: Account, key: number, from: EpochDay, to: EpochDay) {
  const { stubPages } = account.profile;
  for (let at = stubPages.length - 1; at >= 0; at -= 1) {
    const entry = stubPages[at];
    if (!entry || entry.issuedUpTo < from) break;
    if (entry.minIssued > to || entry.maxIssued < from) continue;
    const found = account.stubOf(entry, key);
    if (found) return found;
  }
  return undefined;
}

function putIssue(account: Account, issue: Issue, isTooOld: boolean): RuleOutcome {
  const key = itemKey(issue.invoiceId);
  const known =
    account.findOpen(key) ??
    findIssued(account, key, issue.issuedOn - REISSUE_DAYS, issue.issuedOn + REISSUE_DAYS);
  const isKnown = known?.kind === 'item' && isIssued(known);
  if (isKnown && issue.stamp <= known.stamp) {
    return ignored(issue.stamp === known.stamp ? 'duplicate' : 'older_version');
  }
  // A mention does not vouch for it: what was mentioned may be an invoice that was forgotten.
  if (!isKnown && isTooOld) return beyondHorizon(issue.invoiceId, issue.issuedOn);
  const { profile } = account;
  const isFiled = known?.kind === 'item';
  const item = isFiled ? known : createItem(key, issue.invoiceId, issue.issuedOn);
  const found = { item, isFiled, id: issue.invoiceId, on: issue.issuedOn };
  if (item.postings.length > 0 && isForeign(item, issue.currency)) {
    return refused('currency_mismatch', `${issue.invoiceId} changed its currency after payments`);
  }
  editItem(account, found, () => {
    item.amountMinor = issue.amountMinor;
    item.currency = issue.currency;
    item.issuedOn = issue.issuedOn;
    // A rate is for life: a newer version of the same currency keeps the first one.
    if (item.rate === 0) {
      item.rate = minorRate(account.world.rates, issue.currency, issue.fxRateNano);
    }
    item.stamp = issue.stamp;
    item.orderKey = issue.orderKey;
    item.isBillKnown = issue.orderKey !== 0 && findOrder(account, issue.orderKey) !== undefined;
    item.offerUntil = issue.offerUntil;
    if (issue.stamp > item.dueStamp) setDue(account, item, issue.dueOn, issue.stamp);
    if (issue.stamp > item.firstStamp) setFirstDue(account, item, issue.dueOn, issue.stamp);
  });
  if (profile.firstSeenOn === NEVER || issue.issuedOn < profile.firstSeenOn) {
    profile.firstSeenOn = issue.issuedOn;
  }
  return applied;
}

function isForeign(item: Item, currency: string): boolean {
  return item.currency !== '' && item.currency !== currency;
}

function setDue(account: Account, item: Item, dueOn: EpochDay, stamp: number): void {
  item.dueOn = dueOn;
  item.dueStamp = stamp;
  placeDue(account, item);
}

function setFirstDue(account: Account, item: Item, dueOn: EpochDay, stamp: number): void {
  item.firstDueOn = dueOn;
  item.firstStamp = stamp;
  item.lateFrom = onOrAfter(account.world.calendar, dueOn);
}

/**
 * Due on another day. At equal stamps the change wins over the issue: it is the more final. A
 * correction moves history; more time only moves what is overdue, and hides no lateness.
 */
export function changeDueDate(account: Account, event: InvoiceDueDateChanged): RuleOutcome {
  const found = findItem(account, event.invoiceId, event.changedOn);
  if ('refusal' in found) return found.refusal;
  const stamp = stampOf(event);
  const { item } = found;
  const isCorrection = (event.reason ?? 'correction') === 'correction';
  const { newDueOn } = event;
  const isDue = stamp > item.dueStamp || (stamp === item.dueStamp && newDueOn !== item.dueOn);
  const isFirst =
    isCorrection &&
    (stamp > item.firstStamp || (stamp === item.firstStamp && newDueOn !== item.firstDueOn));
  if (!isDue && !isFirst) {
    return ignored(item.dueStamp === stamp ? 'duplicate' : 'older_version');
  }
  editItem(account, found, () => {
    if (isDue) setDue(account, item, newDueOn, stamp);
    if (isFirst) setFirstDue(account, item, newDueOn, stamp);
  });
  return applied;
}

/** The amount changed by a delta. */
export function adjustInvoice(account: Account, event: InvoiceAdjusted): RuleOutcome {
  const key = changeKey('adjust', event, event.deltaMinor);
  return post(account, event.invoiceId, 'adjustment', key, event.adjustedOn, event.deltaMinor);
}

/** An amount was given up. */
export function writeOff(account: Account, event: InvoiceWrittenOff): RuleOutcome {
  const key = changeKey('write-off', event, event.amountMinor);
  return post(account, event.invoiceId, 'write_off', key, event.writtenOffOn, event.amountMinor);
}

/** A write-off was taken back. */
export function reverseWriteOff(account: Account, event: InvoiceWriteOffReversed): RuleOutcome {
  const key = changeKey('write-on', event, event.amountMinor);
  return post(account, event.invoiceId, 'write_off', key, event.reversedOn, -event.amountMinor);
}

function post(
  account: Account,
  invoiceId: string,
  kind: 'adjustment' | 'write_off',
  key: number,
  on: EpochDay,
  amountMinor: number,
): RuleOutcome {
  const found = findItem(account, invoiceId, on);
  if ('refusal' in found) return found.refusal;
  if (postingOf(found.item, kind, key)) return ignored('duplicate');
  editItem(account, found, (item) => {
    const posting = createPosting(kind, key, 0, on);
    posting.amountMinor = amountMinor;
    addPosting(item, posting);
  });
  return applied;
}

/** The invoice never was. What lay on it is free again. */
export function voidInvoice(account: Account, event: InvoiceVoided): RuleOutcome {
  const found = findItem(account, event.invoiceId, event.voidedOn);
  if ('refusal' in found) return found.refusal;
  if (found.item.isVoided) return ignored('duplicate');
  editItem(account, found, (item) => {
    item.isVoided = true;
    item.notedOn = event.voidedOn;
  });
  return applied;
}
