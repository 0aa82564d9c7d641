import { UNKNOWN } from '../money/conversion.ts';
import { nextClassDay } from '../policy/age-classes.ts';
import type { EpochDay } from '../types/units.ts';
import {
  freeMinor,
  HALF_YEAR,
  isPromiseOpen,
  MONTH,
  QUARTER,
  type Weighing,
  YEAR,
} from './contributions.ts';
import { contestedSince, decidedOn, isIssued, isItemOpen } from './derive-item.ts';
import { uncomparedFrom } from './dossier/order-weeks.ts';
import { isOrderOpen } from './order-stages.ts';
import { type AccountRecord, FAR, type Item, NEVER } from './records.ts';

/**
 * Works out when, after a day, a record's share of the profile changes next, and when it next
 * changes in a way that could cost or free points. Both follow from the record and the day, and
 * stay true until that next day: they are not stored with the record.
 */
export function setNextDays(record: AccountRecord, on: EpochDay, weighing: Weighing): void {
  days.on = on;
  days.judge = FAR;
  days.forget = forgetDay(record, on, weighing);
  // Already behind for what was filed beyond the horizon: it goes with the next step.
  days.next = days.forget;
  switch (record.kind) {
    case 'item':
      considerItem(record, on, weighing);
      break;
    case 'funds':
      if (record.returnedOn !== NEVER) judged(record.returnedOn + QUARTER);
      if (freeMinor(record) > 0) judged(record.idleFrom);
      break;
    case 'promise':
      judged(record.deadlineOn + 1);
      for (const { deadlineOn } of record.instalments) judged(deadlineOn + 1);
      judged(record.promisedFor + HALF_YEAR);
      break;
    case 'attempt':
      judged(record.on + QUARTER);
      break;
    case 'order': {
      const { horizonDays, newForDays } = weighing.policy.orders;
      if (record.wantedOn !== NEVER) judged(record.wantedOn - horizonDays);
      if (record.placedOn !== NEVER) judged(record.placedOn + newForDays);
      break;
    }
  }
  // With it goes the last reason for calling the customer's sums incomplete.
  if (isUnrated(record)) judged(days.forget);
  record.nextOn = days.next;
  record.judgeOn = days.judge;
}

/** Working memory of one call; nothing survives it. */
const days = { on: 0, next: FAR, judge: FAR, forget: FAR };

/** A day on which sums change that only the reader of values sees. */
function counted(day: EpochDay): void {
  if (day > days.on && day < days.next) days.next = day;
}

/** A day on which points could change; at the latest when the record is forgotten. */
function judged(day: EpochDay): void {
  if (day <= days.on) return;
  if (day < days.next) days.next = day;
  const at = day < days.forget ? day : days.forget;
  if (at < days.judge) days.judge = at;
}

function isUnrated(record: AccountRecord): boolean {
  return (record.kind === 'item' || record.kind === 'promise') && record.rate === UNKNOWN;
}

function considerItem(item: Item, on: EpochDay, weighing: Weighing): void {
  if (!isIssued(item) || item.isVoided) return;
  counted(item.issuedOn + QUARTER);
  counted(item.issuedOn + HALF_YEAR);
  if (item.writtenOffMinor > 0) judged(item.writtenOffOn + YEAR);
  if (isItemOpen(item)) {
    judged(nextClassDay(weighing.classes, item.ageFrom, item.overdueFrom, on, FAR));
    if (item.disputedMinor > 0) {
      judged(contestedSince(item) + weighing.policy.disputes.agedAfterDays + 1);
    }
  } else if (item.settledOn !== NEVER) {
    judged(item.ageFrom);
    counted(item.ageFrom + MONTH);
    judged(item.ageFrom + QUARTER);
    counted(item.ageFrom + YEAR);
  }
  const decided = decidedOn(item);
  if (decided !== NEVER) {
    judged(decided + 1);
    judged(decided + QUARTER);
    judged(decided + YEAR);
  }
  for (const posting of item.postings) {
    if (posting.kind === 'payment' || posting.state === 'lost') judged(posting.on + HALF_YEAR);
    if (posting.kind === 'dispute') judged(posting.bookedOn + QUARTER);
  }
}

/** Day on which a stub is forgotten: an order not before its week has left all comparisons. */
export function forgetStubOn(record: AccountRecord, { policy }: Weighing): EpochDay {
  const horizon = record.sortOn + policy.horizonDays;
  if (record.kind !== 'order' || record.placedOn === NEVER) return horizon;
  return Math.max(horizon, uncomparedFrom(record.placedOn));
}

/** Stubs are forgotten at the horizon, and so is what was only mentioned; open records never. */
function forgetDay(record: AccountRecord, on: EpochDay, weighing: Weighing): EpochDay {
  const { horizonDays } = weighing.policy;
  switch (record.kind) {
    case 'item':
      if (record.isVoided || isIssued(record)) {
        return isItemOpen(record) ? FAR : record.sortOn + horizonDays;
      }
      return record.notedOn + horizonDays;
    case 'funds':
      return freeMinor(record) > 0 ? FAR : record.sortOn + horizonDays;
    case 'promise':
      return isPromiseOpen(record, on) ? FAR : record.sortOn + horizonDays;
    case 'order':
      return isOrderOpen(record) ? FAR : forgetStubOn(record, weighing);
    case 'attempt':
      return record.sortOn + horizonDays;
  }
}
