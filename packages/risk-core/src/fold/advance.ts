import { DUE } from '../policy/age-classes.ts';
import { appended } from '../state/appended.ts';
import { isPromiseOpen, weigh } from '../state/contributions.ts';
import { isIssued, isItemOpen } from '../state/derive-item.ts';
import { forgetStubOn, setNextDays } from '../state/next-days.ts';
import type { ItemPage, StubPage } from '../state/pages.ts';
import type { ItemEntry, StubEntry } from '../state/profile.ts';
import { type AccountRecord, FAR } from '../state/records.ts';
import { sumFrom } from '../state/sums.ts';
import type { Cause, EpochDay } from '../types/units.ts';
import type { Account } from './account.ts';
import { closeDay, lookAgain } from './look-again.ts';
import { forgetGeneralPromise } from './rules/promises.ts';

/**
 * Brings the profile to a date, through every day on which something could change, in order, and
 * judges each. False when the date is none of them: then whoever has nothing else to do on it
 * judges it. Invariant: many steps or one, the same profile.
 */
export function advance(account: Account, to: EpochDay, cause: Cause): boolean {
  const { profile } = account;
  while (profile.nextOn <= to) {
    moveTo(account, Math.max(profile.nextOn, profile.today + 1));
    lookAgain(account, cause, true);
  }
  if (profile.today === to) return true;
  moveTo(account, to);
  return false;
}

/** Ends the days before `day` and re-weighs every record whose share changes by then. */
function moveTo(account: Account, day: EpochDay): void {
  const { profile } = account;
  const before = profile.today;
  // Pages are opened while the day before still rules: that is what their next days count from.
  let due: readonly Due[] = none;
  for (const entry of profile.itemPages) {
    if (entry.nextOn <= day) due = appended(due, { entry, page: account.itemPage(entry) });
  }
  for (const entry of profile.stubPages) {
    if (entry.nextOn <= day) due = appended(due, { entry, page: account.stubPage(entry) });
  }
  closeDay(account, day - 1);
  profile.today = day;
  const days = day - before;
  profile.sums.dueAge += days * sumFrom(profile.sums.cleanByClass, DUE);
  profile.cover.age += days * sumFrom(profile.cover.byClass, DUE);
  if (due.length === 0) return;
  const leaving: AccountRecord[] = [];
  for (const { entry, page } of due) reweigh(account, entry, page, before, leaving);
  for (const record of leaving) leave(account, record);
  account.finish();
}

const none: readonly Due[] = [];

interface Due {
  readonly entry: ItemEntry | StubEntry;
  readonly page: ItemPage | StubPage;
}

/** The page itself does not change: what passes by is only in the sums and the directory. */
function reweigh(
  account: Account,
  entry: ItemEntry | StubEntry,
  page: ItemPage | StubPage,
  before: EpochDay,
  leaving: AccountRecord[],
): void {
  const { profile, weighing } = account;
  const { today } = profile;
  let nextOn = FAR;
  let judgeOn = FAR;
  for (const record of page.records) {
    if (record.nextOn <= today) {
      weigh(profile, record, -1, before, today, weighing);
      weigh(profile, record, 1, today, today, weighing);
      account.watch.leaves(record, before);
      account.watch.arrives(record, today);
      setNextDays(record, today, weighing);
      if (isLeaving(account, record)) leaving.push(record);
    }
    if (record.nextOn < nextOn) nextOn = record.nextOn;
    if (record.judgeOn < judgeOn) judgeOn = record.judgeOn;
  }
  entry.nextOn = nextOn;
  if ('judgeOn' in entry) entry.judgeOn = judgeOn;
  if (page.type === 'items') account.hasNewItems = true;
}

function isLeaving(account: Account, record: AccountRecord): boolean {
  const { today } = account.profile;
  const { weighing } = account;
  if (record.isStub) return forgetStubOn(record, weighing) <= today;
  if (record.kind === 'promise') return !isPromiseOpen(record, today);
  const forgetOn = today - weighing.policy.horizonDays;
  return record.kind === 'item' && isGhost(record) && record.notedOn <= forgetOn;
}

function isGhost(record: AccountRecord): boolean {
  return record.kind === 'item' && !isIssued(record) && isItemOpen(record);
}

function leave(account: Account, record: AccountRecord): void {
  if (record.isStub || isGhost(record)) {
    account.forget(record);
    if (record.kind === 'promise') forgetGeneralPromise(account, record.key);
    return;
  }
  account.take(record);
  account.file(record);
}
