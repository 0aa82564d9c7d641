import { businessDaysAfter } from '../../calendar/business-days.ts';
import { minorRate } from '../../money/conversion.ts';
import { createPromise } from '../../state/create-records.ts';
import { type Funds, NEVER, type Promised } from '../../state/records.ts';
import type { PromiseMade, PromiseWithdrawn } from '../../types/events/index.ts';
import type { Account } from '../account.ts';
import { beyondHorizon, findItem, isBeyondHorizon, linkPromise } from '../edit-item.ts';
import { itemKey, promiseKey, stampOf } from '../keys.ts';
import { applied, ignored, type RuleOutcome } from '../outcome.ts';
import { findPromise } from '../plans-of-items.ts';

/** The customer promised an amount for a day: nobody presses until then. */
export function makePromise(account: Account, event: PromiseMade): RuleOutcome {
  const key = promiseKey(event.promiseId);
  const stamp = stampOf(event);
  const known = findPromise(account, key);
  if (known && known.stamp >= 0) {
    return ignored(known.stamp >= stamp ? 'duplicate' : 'older_version');
  }
  if (!known && isBeyondHorizon(account, event.promisedFor)) {
    return beyondHorizon(event.promiseId, event.promisedFor);
  }
  const promise = known ?? createPromise(key, event.promiseId, event.promisedFor);
  if (known) account.take(known);
  const { world, weighing, profile } = account;
  promise.id = event.promiseId;
  promise.stamp = stamp;
  promise.amountMinor = event.amountMinor;
  promise.currency = event.currency;
  promise.rate = minorRate(world.rates, event.currency, null);
  promise.madeOn = event.madeOn;
  promise.promisedFor = event.promisedFor;
  const tolerance = weighing.policy.promises.toleranceDays;
  promise.deadlineOn = businessDaysAfter(world.calendar, event.promisedFor, tolerance);
  promise.level = event.level;
  const named = [...new Set(event.invoiceIds)];
  promise.items.push(...named.map(itemKey).sort((a, b) => a - b));
  account.file(promise);
  if (named.length === 0) {
    profile.generalPromises.push(key);
    profile.generalPromises.sort((a, b) => a - b);
    countReceived(account, promise);
  }
  for (const invoiceId of named) {
    const found = findItem(account, invoiceId, event.madeOn);
    if (!('refusal' in found)) linkPromise(account, found, promise);
  }
  return applied;
}

/** The promise no longer stands: it is neither kept nor broken. */
export function withdrawPromise(account: Account, event: PromiseWithdrawn): RuleOutcome {
  const key = promiseKey(event.promiseId);
  const known = findPromise(account, key);
  if (known?.isWithdrawn) return ignored('duplicate');
  if (!known && isBeyondHorizon(account, event.withdrawnOn)) {
    return beyondHorizon(event.promiseId, event.withdrawnOn);
  }
  const promise = known ?? createPromise(key, event.promiseId, event.withdrawnOn);
  if (known) account.take(known);
  promise.isWithdrawn = true;
  account.file(promise);
  return applied;
}

/** Changes a payment, and with it what promises that name no invoice have received. */
export function shiftGeneralPromises(account: Account, funds: Funds, edit: () => void): void {
  const { generalPromises } = account.profile;
  const promises = funds.isCredit ? [] : generalPromises.map((key) => findPromise(account, key));
  const before = promises.map((promise) => promise && received(promise, funds));
  edit();
  promises.forEach((promise, index) => {
    if (!promise) return;
    const after = received(promise, funds);
    account.take(promise);
    promise.keptMinor += after.kept - (before[index]?.kept ?? 0);
    promise.paidMinor += after.paid - (before[index]?.paid ?? 0);
    account.file(promise);
  });
}

function received(promise: Promised, funds: Funds): { kept: number; paid: number } {
  const counts = funds.stamp >= 0 && !funds.isVoided && funds.on >= promise.madeOn;
  const paid = counts && funds.currency === promise.currency ? funds.amountMinor : 0;
  return { kept: funds.on <= promise.deadlineOn ? paid : 0, paid };
}

/** Payments that were here before the promise was told. */
export function countReceived(account: Account, promise: Promised): void {
  let kept = 0;
  let paid = 0;
  for (const { records } of account.everyPage()) {
    for (const record of records) {
      if (record.kind !== 'funds' || record.isCredit) continue;
      const share = received(promise, record);
      kept += share.kept;
      paid += share.paid;
    }
  }
  account.take(promise);
  promise.keptMinor += kept;
  promise.paidMinor += paid;
  account.file(promise);
}

/** Promises without invoices are forgotten with their stubs. */
export function forgetGeneralPromise(account: Account, key: number): void {
  const { generalPromises } = account.profile;
  const at = generalPromises.indexOf(key);
  if (at !== NEVER) generalPromises.splice(at, 1);
}
