import {
  collectionEffectivenessPpm,
  type EpochDay,
  firstDayOf,
  monthOf,
} from '@duewatch/risk-core';
import type { PastInvoice } from './past-invoice.ts';

const MONTHS = 3;

/** How well a book was collected over months of it. */
export interface Collection {
  readonly from: EpochDay;
  readonly to: EpochDay;
  /** Parts per million; null when nothing could be collected. */
  readonly effectivenessPpm: number | null;
}

/**
 * The collection effectiveness of the last three whole months that the book was kept for. Null for
 * a shorter one, and for one in several currencies, whose rates it does not know.
 */
export function measureCollection(invoices: readonly PastInvoice[]): Collection | null {
  if (new Set(invoices.map(({ currency }) => currency)).size !== 1) return null;
  const issued = invoices.map(({ issuedOn }) => issuedOn);
  const [first, last] = [Math.min(...issued), Math.max(...issued)];
  const end = monthOf(last + 1);
  const [from, to] = [firstDayOf(end - MONTHS), firstDayOf(end) - 1];
  // What was open when they began is only known of a book that is older.
  if (first >= from) return null;
  const closing = invoices.filter((one) => isOpenAfter(one, to));
  const effectivenessPpm = collectionEffectivenessPpm({
    months: MONTHS,
    openingMinor: total(invoices.filter((one) => isOpenAfter(one, from - 1))),
    salesMinor: total(invoices.filter(({ issuedOn }) => issuedOn >= from && issuedOn <= to)),
    closingMinor: total(closing),
    closingCurrentMinor: total(closing.filter(({ dueOn }) => dueOn >= to)),
  });
  return { from, to, effectivenessPpm };
}

/** At the end of the day. */
function isOpenAfter({ issuedOn, settledOn }: PastInvoice, day: EpochDay): boolean {
  return issuedOn <= day && (settledOn === null || settledOn > day);
}

function total(invoices: readonly PastInvoice[]): number {
  return invoices.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
}
