import { toBase } from '../money/conversion.ts';
import {
  type AgeClasses,
  ageClass,
  ageClassesOf,
  classAbove,
  DUE,
  NOT_DUE,
} from '../policy/age-classes.ts';
import { type InterestPeriods, interestPeriodsOf } from '../policy/interest-periods.ts';
import type { Policy } from '../policy/policy.ts';
import { policyVersionOf } from '../policy/policy-version.ts';
import type { EpochDay } from '../types/units.ts';
import { awaitInvoice } from './awaited.ts';
import {
  contestedSince,
  decidedOn,
  effectiveMinor,
  isDiscountTaken,
  isIssued,
  isItemOpen,
} from './derive-item.ts';
import { openTopic } from './dossier/dossier.ts';
import { countLate } from './dossier/late-items.ts';
import { addOrdered, countedWeek } from './dossier/order-weeks.ts';
import { addSales, salesMonth } from './dossier/turnover.ts';
import { orderedMinor, stagesOf } from './order-stages.ts';
import { standingOfPlan } from './plan-state.ts';
import { bookOf, type Flag, type Profile } from './profile.ts';
import {
  type AccountRecord,
  type Attempt,
  type Funds,
  type Item,
  NEVER,
  type Order,
  type Promised,
} from './records.ts';
import { addAt } from './sums.ts';

/** Days of the windows, as their names in `Sums` say. */
export const MONTH = 30;
export const QUARTER = 90;
export const HALF_YEAR = 180;
export const YEAR = 365;

/** What a record's share of the profile depends on beside the record. */
export interface Weighing {
  readonly policy: Policy;
  readonly classes: AgeClasses;
  readonly interest: InterestPeriods;
  /** Names the policy: sums made under another one have to be made again. */
  readonly label: string;
}

const known = new WeakMap<Policy, Weighing>();

/** The weighing of a policy; the same object for the same policy. */
export function weighingOf(policy: Policy): Weighing {
  const seen = known.get(policy);
  if (seen) return seen;
  const classes = ageClassesOf(policy);
  const interest = interestPeriodsOf(policy);
  const weighing = { policy, classes, interest, label: policyVersionOf(policy) };
  known.set(policy, weighing);
  return weighing;
}

/**
 * Adds a record's share to the profile (sign 1) or takes it out (sign −1). The share is the same
 * on every day from one `nextOn` to the next, but for the age of clean items, which the profile
 * advances for all at once: hence the day of the classes and the day of the ages.
 */
export function weigh(
  profile: Profile,
  record: AccountRecord,
  sign: 1 | -1,
  on: EpochDay,
  ageOn: EpochDay,
  weighing: Weighing,
): void {
  switch (record.kind) {
    case 'item':
      weighItem(profile, record, sign, on, ageOn, weighing);
      break;
    case 'funds':
      weighFunds(profile, record, sign, on);
      break;
    case 'promise':
      weighPromise(profile, record, sign, on);
      break;
    case 'attempt':
      weighAttempt(profile, record, sign, on, weighing);
      break;
    case 'order':
      weighOrder(profile, record, sign, on, weighing);
      break;
  }
}

function weighAttempt(
  profile: Profile,
  attempt: Attempt,
  sign: 1 | -1,
  on: EpochDay,
  weighing: Weighing,
): void {
  if (on >= attempt.on + QUARTER) return;
  const weight = attempt.isHard ? weighing.policy.payments.hardFailWeight : 1;
  profile.sums.failed90 += sign;
  profile.sums.failedWeight90 += sign * weight;
  if (attempt.isLoose) flag(profile, sign, uncollectedFlag(attempt));
}

function weighItem(
  profile: Profile,
  item: Item,
  sign: 1 | -1,
  on: EpochDay,
  ageOn: EpochDay,
  weighing: Weighing,
): void {
  const { sums } = profile;
  for (const posting of item.postings) {
    if (!posting.isMatched) sums.orphans += sign;
  }
  if (item.orderKey !== 0 && !item.isBillKnown) sums.orphanBills += sign;
  if (!isIssued(item) || item.isVoided) return;
  if (item.openMinor > 0) bookOf(profile, item.currency).openMinor += sign * item.openMinor;
  if (item.openMinor < 0) bookOf(profile, item.currency).creditMinor -= sign * item.openMinor;
  if (item.rate === 0) {
    sums.unrated += sign;
    return;
  }
  weighSales(profile, item, sign);
  if (on < item.issuedOn + HALF_YEAR) {
    sums.billed180 += sign * toBase(item.amountMinor, item.rate);
  }
  if (on < item.issuedOn + QUARTER) sums.billed90 += sign * toBase(item.amountMinor, item.rate);
  if (item.writtenOffMinor > 0 && on < item.writtenOffOn + YEAR) {
    sums.writtenOff365 += sign * toBase(item.writtenOffMinor, item.rate);
  }
  if (item.offerUntil !== NEVER) weighOffer(profile, item, sign, on);
  if (item.postings.length > 0) weighPostings(profile, item, sign, on, weighing);
  if (item.openMinor > 0) weighOpen(profile, item, sign, on, ageOn, weighing);
}

/** What it billed, by month: measures in days of sales are made of that. */
function weighSales({ dossier, today }: Profile, item: Item, sign: 1 | -1): void {
  const month = item.amountMinor > 0 ? salesMonth(item.issuedOn, today) : NEVER;
  if (month === NEVER) return;
  addSales(
    dossier.turnover ?? openTopic(dossier, 'turnover'),
    month,
    sign * toBase(item.amountMinor, item.rate),
  );
}

function weighOpen(
  profile: Profile,
  item: Item,
  sign: 1 | -1,
  on: EpochDay,
  ageOn: EpochDay,
  weighing: Weighing,
): void {
  const { sums } = profile;
  const index = ageClass(weighing.classes, item.ageFrom, item.overdueFrom, on);
  addAt(sums.openByClass, index, sign * item.openBase);
  addAt(sums.cleanByClass, index, sign * item.cleanBase);
  sums.disputed += sign * (item.openBase - item.cleanBase);
  if (index > NOT_DUE) sums.dueAge += sign * item.cleanBase * (ageOn - item.ageFrom);
  if (index > DUE && item.cleanBase > 0) {
    countLate(openTopic(profile.dossier, 'lateItems'), item, sign, weighing.interest);
  }
  if (item.failedOn > item.settledOn) flag(profile, sign, failingFlag(item));
  if (item.disputedMinor > 0) weighContested(profile, item, sign, on, weighing);
  if (item.openMinor <= item.disputedMinor) return;
  const isOld = index >= classAbove(weighing.classes, weighing.policy.behaviour.clipLateDays);
  awaitInvoice(profile.awaited, item.ageFrom, isOld, item.cleanBase, sign);
}

/** An offer of a discount counts once it is taken, or can be no more. */
function weighOffer({ sums }: Profile, item: Item, sign: 1 | -1, on: EpochDay): void {
  const decided = decidedOn(item);
  if (decided === NEVER || (isItemOpen(item) && on <= decided) || on >= decided + YEAR) return;
  const amount = sign * toBase(item.amountMinor, item.rate);
  const taken = isDiscountTaken(item) ? amount : 0;
  sums.offered365 += amount;
  sums.taken365 += taken;
  if (on >= decided + QUARTER) return;
  sums.offers90 += sign;
  sums.offered90 += amount;
  sums.taken90 += taken;
}

/** A dispute that nobody has ended for long, while its invoice is still open. */
function weighContested(
  profile: Profile,
  item: Item,
  sign: 1 | -1,
  on: EpochDay,
  { policy }: Weighing,
): void {
  const since = contestedSince(item);
  if (on <= since + policy.disputes.agedAfterDays) return;
  flag(profile, sign, { code: 'contested', key: item.key, id: item.id, on: since, level: 0 });
}

function weighPostings(
  profile: Profile,
  item: Item,
  sign: 1 | -1,
  on: EpochDay,
  weighing: Weighing,
): void {
  const { sums } = profile;
  const isDue = on >= item.ageFrom;
  const isOpen = isItemOpen(item);
  const in30 = isDue && (isOpen || on < item.ageFrom + MONTH);
  const in90 = isDue && (isOpen || on < item.ageFrom + QUARTER);
  const in365 = isDue && (isOpen || on < item.ageFrom + YEAR);
  for (const posting of item.postings) {
    if (posting.kind === 'dispute') {
      if (on < posting.bookedOn + QUARTER) {
        sums.disputed90 += sign * toBase(posting.amountMinor, item.rate);
      }
      if (posting.state === 'lost' && on < posting.on + HALF_YEAR) {
        const lost = Math.max(0, posting.amountMinor - posting.sideMinor);
        sums.disputeLost180 += sign * toBase(lost, item.rate);
      }
      continue;
    }
    if (posting.kind !== 'payment') continue;
    const effective = effectiveMinor(item, posting);
    if (effective === 0) continue;
    const amount = sign * toBase(effective, item.rate);
    const late = posting.on - item.lateFrom;
    const beyondTerms = late > 0 ? late : 0;
    if (in30) {
      sums.paid30 += amount;
      sums.late30 += amount * beyondTerms;
    }
    if (in90) {
      sums.paid90 += amount;
      sums.late90 += amount * beyondTerms;
      sums.signed90 += amount * Math.max(late, -MONTH);
    }
    if (in365) {
      sums.paid365 += amount;
      sums.late365 += amount * beyondTerms;
    }
    if (on < posting.on + HALF_YEAR) {
      sums.settled180 += amount;
      if (late > weighing.policy.behaviour.lateAboveDays) sums.settledLate180 += amount;
    }
  }
}

/** What of a payment or credit note is still free to settle something. */
export function freeMinor(funds: Funds): number {
  if (funds.stamp < 0 || funds.isVoided) return 0;
  let free = funds.amountMinor - funds.appliedMinor;
  for (const refund of funds.refunds) free -= refund.amountMinor;
  return free > 0 ? free : 0;
}

function weighFunds(profile: Profile, funds: Funds, sign: 1 | -1, on: EpochDay): void {
  const { sums } = profile;
  const free = freeMinor(funds);
  if (free > 0) {
    const book = bookOf(profile, funds.currency);
    if (funds.isCredit) book.creditMinor += sign * free;
    else book.cashMinor += sign * free;
    if (on >= funds.idleFrom) sums.idleFunds += sign;
  } else {
    sums.closedFunds += sign;
  }
  if (funds.stamp < 0) sums.ghostFunds += sign;
  if (funds.returnedOn !== NEVER && on < funds.returnedOn + QUARTER) {
    sums.failed90 += sign;
    sums.failedWeight90 += sign;
    flag(profile, sign, returnedFlag(funds));
  }
}

function weighOrder(
  profile: Profile,
  order: Order,
  sign: 1 | -1,
  on: EpochDay,
  { policy }: Weighing,
): void {
  weighOrdered(profile, order, sign);
  const { undeliveredMinor, unbilledMinor } = stagesOf(order);
  if (undeliveredMinor + unbilledMinor === 0) {
    profile.sums.closedOrders += sign;
    return;
  }
  const book = bookOf(profile, order.currency);
  const { horizonDays, newForDays } = policy.orders;
  // What is wanted later than the horizon may change until then, and is no exposure yet.
  if (order.wantedOn <= on + horizonDays) book.undeliveredMinor += sign * undeliveredMinor;
  const isNew = order.placedOn !== NEVER && on < order.placedOn + newForDays;
  if (isNew && undeliveredMinor > 0) {
    flag(profile, sign, {
      code: 'ordered',
      key: order.key,
      id: order.id,
      on: order.placedOn,
      level: 0,
    });
  }
  book.unbilledMinor += sign * unbilledMinor;
}

/** What was ordered, by week: how a customer buys is compared with the year before. */
function weighOrdered({ dossier, today }: Profile, order: Order, sign: 1 | -1): void {
  const amountMinor = order.placedOn === NEVER ? 0 : orderedMinor(order);
  const week = amountMinor === 0 ? NEVER : countedWeek(order.placedOn, today);
  if (week === NEVER) return;
  addOrdered(openTopic(dossier, 'orderWeeks'), week, order.currency, sign * amountMinor);
}

/** Promises stay among the open records until they are kept, withdrawn or made good. */
export function isPromiseOpen(promise: Promised, on: EpochDay): boolean {
  if (promise.isWithdrawn || promise.stamp < 0) return false;
  if (promise.isPlan) return !isMadeGood(promise);
  return on <= promise.deadlineOn || !isMadeGood(promise);
}

/** Nothing is left to chase: the money came, in time or not, or the invoices are settled. */
export function isMadeGood(promise: Promised): boolean {
  if (promise.paidMinor >= promise.amountMinor) return true;
  return promise.items.length > 0 && promise.openMinor <= 0;
}

function weighPromise(profile: Profile, promise: Promised, sign: 1 | -1, on: EpochDay): void {
  if (promise.isWithdrawn || promise.stamp < 0) return;
  if (promise.isPlan) {
    if (!isMadeGood(promise)) flag(profile, sign, planFlag(promise, on));
    return;
  }
  if (promise.rate === 0) profile.sums.unrated += sign;
  if (on <= promise.deadlineOn) {
    if (promise.keptMinor < promise.amountMinor) flag(profile, sign, promiseFlag(promise, true));
    return;
  }
  if (!isMadeGood(promise)) flag(profile, sign, promiseFlag(promise, false));
  if (promise.rate === 0 || on >= promise.promisedFor + HALF_YEAR) return;
  const missing = Math.max(0, promise.amountMinor - promise.keptMinor);
  profile.sums.promised180 += sign * toBase(promise.amountMinor, promise.rate);
  profile.sums.broken180 += sign * toBase(missing, promise.rate);
}

function failingFlag(item: Item): Flag {
  return {
    code: 'failing',
    key: item.key,
    id: item.id,
    on: item.failedOn,
    level: item.isHardFail ? 1 : 0,
  };
}

function uncollectedFlag(attempt: Attempt): Flag {
  const level = attempt.isHard ? 1 : 0;
  return { code: 'uncollected', key: attempt.key, id: attempt.id, on: attempt.on, level };
}

function returnedFlag(funds: Funds): Flag {
  return { code: 'returned', key: funds.key, id: funds.id, on: funds.returnedOn, level: 0 };
}

function planFlag(plan: Promised, on: EpochDay): Flag {
  const { missed, deadlineOn } = standingOfPlan(plan, on);
  const code = missed > 0 ? 'breached' : 'planned';
  return { code, key: plan.key, id: plan.id, on: deadlineOn, level: missed };
}

function promiseFlag(promise: Promised, isOpen: boolean): Flag {
  const code = isOpen ? 'promised' : 'broken';
  return { code, key: promise.key, id: promise.id, on: promise.deadlineOn, level: promise.level };
}

/** Flags are kept sorted, so that the order in which they rose does not show. */
function flag(profile: Profile, sign: 1 | -1, entry: Flag): void {
  const { flags } = profile;
  let at = 0;
  for (const other of flags) {
    if (other.code > entry.code || (other.code === entry.code && other.key >= entry.key)) break;
    at += 1;
  }
  const found = flags[at];
  const isThere = found !== undefined && found.code === entry.code && found.key === entry.key;
  if (sign > 0) flags.splice(at, isThere ? 1 : 0, entry);
  else if (isThere) flags.splice(at, 1);
}
