import { toBase } from '../money/conversion.ts';
import type { EpochDay } from '../types/units.ts';
import { type Item, NEVER, type Posting } from './records.ts';

/**
 * What an application still settles: nothing once its payment was taken back, and what is left of
 * it after later undoings. An undoing of an earlier day does not touch a newer application.
 */
export function effectiveMinor(item: Item, posting: Posting): number {
  if (posting.state === 'void' || posting.amountMinor === 0 || item.isVoided) return 0;
  let left = posting.amountMinor;
  for (const other of item.postings) {
    if (other.kind !== 'undo' || other.party !== posting.key) continue;
    const isLater =
      other.bookedOn > posting.bookedOn ||
      (other.bookedOn === posting.bookedOn && other.stamp >= posting.stamp);
    if (isLater) left -= other.amountMinor;
  }
  return left > 0 ? left : 0;
}

/** Day on which the oldest dispute that is still open began; NEVER without one. */
export function contestedSince(item: Item): EpochDay {
  let since = NEVER;
  for (const { kind, state, bookedOn } of item.postings) {
    if (kind !== 'dispute' || state !== 'open') continue;
    if (since === NEVER || bookedOn < since) since = bookedOn;
  }
  return since;
}

/**
 * Day on which it was sure whether an offered discount is taken: that of the money, or the last
 * day of the offer. NEVER for what closed without money, which says nothing.
 */
export function decidedOn(item: Item): EpochDay {
  if (item.offerUntil === NEVER) return NEVER;
  if (isItemOpen(item)) return item.offerUntil;
  return item.settledOn === NEVER ? NEVER : Math.min(item.settledOn, item.offerUntil);
}

/** True when money that counts came with a discount. */
export function isDiscountTaken(item: Item): boolean {
  return item.postings.some(
    (posting) =>
      posting.kind === 'payment' && posting.sideMinor > 0 && effectiveMinor(item, posting) > 0,
  );
}

/** True once an invoice or opening balance has been seen for it. */
export function isIssued(item: Item): boolean {
  return item.stamp >= 0;
}

/** Open items lie in item pages, all others are stubs. */
export function isItemOpen(item: Item): boolean {
  return !item.isVoided && (!isIssued(item) || item.openMinor !== 0);
}

/** True when its closing says something about how the customer pays. */
export function isSettlement(item: Item): boolean {
  return isIssued(item) && !item.isVoided && item.openMinor === 0 && item.settledOn !== NEVER;
}

/** Computes everything about an item that follows from its facts. Pure but for those fields. */
export function deriveItem(item: Item): void {
  let open = item.amountMinor;
  let disputed = 0;
  let writtenOff = 0;
  item.settledOn = NEVER;
  item.writtenOffOn = NEVER;
  for (const posting of item.postings) {
    switch (posting.kind) {
      case 'payment': {
        const effective = effectiveMinor(item, posting);
        // The discount goes when its payment goes; a part of one keeps it whole.
        open -= effective > 0 ? effective + posting.sideMinor : 0;
        if (effective > 0 && posting.on > item.settledOn) item.settledOn = posting.on;
        break;
      }
      case 'credit':
        open -= effectiveMinor(item, posting);
        break;
      case 'adjustment':
        open += posting.amountMinor;
        break;
      case 'write_off':
        writtenOff += posting.amountMinor;
        if (posting.amountMinor > 0 && posting.on > item.writtenOffOn) {
          item.writtenOffOn = posting.on;
        }
        break;
      case 'dispute':
        if (posting.state === 'open') disputed += posting.amountMinor;
        break;
      case 'undo':
        break;
    }
  }
  item.writtenOffMinor = writtenOff > 0 ? writtenOff : 0;
  open -= item.writtenOffMinor;
  item.openMinor = isIssued(item) && !item.isVoided ? open : 0;
  const owed = item.openMinor > 0 ? item.openMinor : 0;
  item.disputedMinor = disputed < owed ? disputed : owed;
  item.openBase = item.rate === 0 ? 0 : toBase(owed, item.rate);
  item.cleanBase = item.rate === 0 ? 0 : toBase(owed - item.disputedMinor, item.rate);
}

/**
 * Signed days late of a settled item, less the days past due on which the customer contested it and
 * was not found wrong: those are the supplier's. Of several disputes the longest counts.
 */
export function settledLate(item: Item): number {
  const late = item.settledOn - item.lateFrom;
  let contested = 0;
  for (const posting of item.postings) {
    if (posting.kind !== 'dispute' || posting.state === 'lost') continue;
    const from = Math.max(posting.bookedOn, item.lateFrom);
    const to = posting.state === 'open' ? item.settledOn : Math.min(posting.on, item.settledOn);
    contested = Math.max(contested, to - from);
  }
  return late - contested;
}
