import type { EpochDay } from '../types/units.ts';
import { freeMinor, isPromiseOpen } from './contributions.ts';
import { isItemOpen } from './derive-item.ts';
import { isOrderOpen } from './order-stages.ts';
import { type AccountRecord, FAR, type Item, NEVER } from './records.ts';

/** Open records lie in item pages, closed ones among the stubs. */
export function isRecordOpen(record: AccountRecord, today: EpochDay): boolean {
  switch (record.kind) {
    case 'item':
      return isItemOpen(record);
    case 'funds':
      return freeMinor(record) > 0;
    case 'promise':
      return isPromiseOpen(record, today);
    case 'order':
      return isOrderOpen(record);
    case 'attempt':
      return false;
  }
}

/** Open records are sorted by when they matter next, stubs by when they were closed. */
export function sortDay(record: AccountRecord, isOpen: boolean): EpochDay {
  switch (record.kind) {
    case 'item':
      if (isOpen) return record.ageFrom;
      return closingDay(record);
    case 'funds':
      return record.on;
    case 'promise':
      return isOpen ? record.deadlineOn : record.promisedFor;
    case 'order':
      // No day matters to an open order: behind everything that has one.
      return isOpen ? FAR : record.on;
    case 'attempt':
      return record.on;
  }
}

/** Last day on which money settled it; without money, the last day on which anything did. */
function closingDay(item: Item): EpochDay {
  if (item.isVoided) return item.notedOn;
  if (item.settledOn !== NEVER) return item.settledOn;
  let last = item.issuedOn;
  for (const posting of item.postings) {
    if (posting.on > last) last = posting.on;
  }
  return last;
}

/** Ids of stubs are not kept, unless a condition may name them again. */
export function mustKeepId(record: AccountRecord): boolean {
  switch (record.kind) {
    case 'item':
      // A dispute outlives the payment of its invoice, and a condition about it names the invoice.
      return record.failedOn !== NEVER || record.postings.some(({ state }) => state === 'open');
    case 'funds':
      return record.returnedOn !== NEVER;
    case 'attempt':
      return record.isLoose;
    case 'promise':
      return true;
    case 'order':
      return false;
  }
}
