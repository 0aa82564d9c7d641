import { appended } from '../state/appended.ts';
import { createItem } from '../state/create-records.ts';
import { effectiveMinor } from '../state/derive-item.ts';
import { nextInstalmentOn } from '../state/plan-state.ts';
import { type Funds, type Item, NEVER, type Posting, type Promised } from '../state/records.ts';
import type { EpochDay } from '../types/units.ts';
import type { Account } from './account.ts';
import { itemKey } from './keys.ts';
import { shiftBill } from './orders-of-items.ts';
import { type RuleOutcome, refused } from './outcome.ts';
import { findPromise, placeByPlan, rebasePlan } from './plans-of-items.ts';

/** An item found or just mentioned for the first time, and how the event names and dates it. */
export interface FoundItem {
  readonly item: Item;
  readonly isFiled: boolean;
  readonly id: string;
  readonly on: EpochDay;
}

/**
 * The item with this id, open or closed; a new one, known only by name, when an event within the
 * horizon came before the invoice itself. Older events about unknown items are refused: their
 * invoice may have been forgotten, and must not rise again.
 */
export function findItem(
  account: Account,
  invoiceId: string,
  on: EpochDay,
): FoundItem | { readonly refusal: RuleOutcome } {
  const key = itemKey(invoiceId);
  const known = account.findOpen(key) ?? account.findStub(key);
  if (known?.kind === 'item') return { item: known, isFiled: true, id: invoiceId, on };
  if (isBeyondHorizon(account, on)) return { refusal: beyondHorizon(invoiceId, on) };
  return { item: createItem(key, invoiceId, on), isFiled: false, id: invoiceId, on };
}

/** True for days that stubs no longer reach. */
export function isBeyondHorizon(account: Account, on: EpochDay): boolean {
  return on <= account.profile.today - account.weighing.policy.horizonDays;
}

/** The refusal of something unknown from before the horizon. */
export function beyondHorizon(id: string, on: EpochDay): RuleOutcome {
  return refused('beyond_horizon', `${id} is not known, and day ${on} is beyond the horizon`);
}

/**
 * Changes an item and everything that hangs on it: what its payments still have free, and how far
 * the promises about it are kept.
 */
export function editItem(account: Account, found: FoundItem, edit: (item: Item) => void): void {
  const { item } = found;
  const lain = lainByFunds(item);
  const towards = towardsPromises(account, item);
  if (found.isFiled) account.take(item);
  edit(item);
  // A stub has lost its id, and whatever reopens it tells it again.
  if (found.id !== '') item.id = found.id;
  if (!item.isVoided && found.on > item.notedOn) item.notedOn = found.on;
  placeByPlan(account, item);
  account.file(item);
  shiftFunds(account, item, lain);
  shiftBill(account, item);
  for (const before of towards) shiftPromise(account, item, before);
}

/** The posting with this key, or undefined. */
export function postingOf(item: Item, kind: Posting['kind'], key: number): Posting | undefined {
  for (const posting of item.postings) {
    if (posting.key === key && posting.kind === kind) return posting;
  }
  return undefined;
}

/** Adds a posting in order of its key, so that the order of arrival does not show. */
export function addPosting(item: Item, posting: Posting): void {
  const { postings } = item;
  const at = postings.findIndex(({ key }) => key >= posting.key);
  item.postings = at < 0 ? appended(postings, posting) : postings.toSpliced(at, 0, posting);
}

/** An item that is changed without being named: all applications of a payment, for instance. */
export function unnamed(item: Item): FoundItem {
  return { item, isFiled: true, id: '', on: NEVER };
}

/** The payment or credit note with this key, open or closed. */
export function findFunds(account: Account, key: number): Funds | undefined {
  const open = account.findOpen(key);
  if (open) return open.kind === 'funds' ? open : undefined;
  if (account.profile.sums.closedFunds === 0) return undefined;
  const stub = account.findStub(key);
  return stub?.kind === 'funds' ? stub : undefined;
}

/** What lies on an item from one payment or credit note. */
interface Lain {
  readonly party: number;
  amountMinor: number;
}

const nothing: readonly Lain[] = [];

function lainByFunds(item: Item): readonly Lain[] {
  let lain = nothing;
  for (const posting of item.postings) {
    if (!isApplication(posting) || !posting.isMatched) continue;
    const amountMinor = effectiveMinor(item, posting);
    const same = lainFrom(lain, posting.party);
    if (same) same.amountMinor += amountMinor;
    else lain = appended(lain, { party: posting.party, amountMinor });
  }
  return lain;
}

function lainFrom(lain: readonly Lain[], party: number): Lain | undefined {
  for (const one of lain) {
    if (one.party === party) return one;
  }
  return undefined;
}

/** True for what lays a payment or credit note on an item. */
export function isApplication(posting: Posting): boolean {
  return posting.kind === 'payment' || posting.kind === 'credit';
}

/** Postings never go away, so whoever lay on the item before is among those who lie on it now. */
function shiftFunds(account: Account, item: Item, before: readonly Lain[]): void {
  for (const { party, amountMinor } of lainByFunds(item)) {
    const was = lainFrom(before, party)?.amountMinor ?? 0;
    if (was === amountMinor) continue;
    const funds = findFunds(account, party);
    if (!funds) continue;
    account.take(funds);
    funds.appliedMinor += amountMinor - was;
    account.file(funds);
  }
}

/** What an item means for a promise: money in its days, money since, and what is open. */
interface Towards {
  readonly key: number;
  readonly kept: number;
  readonly paid: number;
  readonly open: number;
}

const noTowards: readonly Towards[] = [];

function towardsPromises(account: Account, item: Item): readonly Towards[] {
  if (item.promises.length === 0) return noTowards;
  return item.promises.map((key) => {
    const promise = findPromise(account, key);
    return promise ? towards(promise, item) : { key, kept: 0, paid: 0, open: 0 };
  });
}

function towards(promise: Promised, item: Item): Towards {
  let kept = 0;
  let paid = 0;
  for (const posting of item.postings) {
    if (posting.kind !== 'payment' || posting.on < promise.madeOn) continue;
    const effective = effectiveMinor(item, posting);
    paid += effective;
    if (posting.on <= promise.deadlineOn) kept += effective;
  }
  return { key: promise.key, kept, paid, open: Math.max(0, item.openMinor) };
}

function shiftPromise(account: Account, item: Item, before: Towards): void {
  const promise = findPromise(account, before.key);
  if (!promise) return;
  const after = towards(promise, item);
  if (after.kept === before.kept && after.paid === before.paid && after.open === before.open) {
    return;
  }
  const dueOn = promise.isPlan ? nextInstalmentOn(promise) : NEVER;
  account.take(promise);
  promise.keptMinor += after.kept - before.kept;
  promise.paidMinor += after.paid - before.paid;
  promise.openMinor += after.open - before.open;
  account.file(promise);
  if (promise.isPlan && nextInstalmentOn(promise) !== dueOn) rebasePlan(account, promise);
}

/** Names an item in a promise: what lies on the item already counts towards it. */
export function linkPromise(account: Account, found: FoundItem, promise: Promised): void {
  const { item } = found;
  if (item.promises.includes(promise.key)) return;
  editItem(account, found, (linked) => {
    linked.promises = [...linked.promises, promise.key].sort((a, b) => a - b);
  });
  const already = towards(promise, item);
  account.take(promise);
  promise.keptMinor += already.kept;
  promise.paidMinor += already.paid;
  promise.openMinor += already.open;
  account.file(promise);
}
