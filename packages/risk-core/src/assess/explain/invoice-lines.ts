import { effectiveMinor, isIssued } from '../../state/derive-item.ts';
import { asItems, asStubs } from '../../state/pages.ts';
import { type Item, NEVER } from '../../state/records.ts';
import type { InvoiceLine } from '../../types/explanation.ts';
import type { Page } from '../../types/pages.ts';

/** Every invoice that is remembered, in order of due day. */
export function invoiceLines(pages: Iterable<Page>): readonly InvoiceLine[] {
  const lines: InvoiceLine[] = [];
  for (const page of pages) {
    for (const record of (asItems(page) ?? asStubs(page))?.records ?? []) {
      if (record.kind === 'item' && isIssued(record) && !record.isVoided)
        lines.push(lineOf(record));
    }
  }
  return lines.sort((a, b) => a.dueOn - b.dueOn || a.key - b.key);
}

function lineOf(item: Item): InvoiceLine {
  const payments = item.postings
    .filter(({ kind }) => kind === 'payment')
    .map((posting) => ({ on: posting.on, amountMinor: effectiveMinor(item, posting) }))
    .filter(({ amountMinor }) => amountMinor > 0);
  return {
    key: item.key,
    id: item.id,
    issuedOn: item.issuedOn,
    dueOn: item.ageFrom,
    currency: item.currency,
    amountMinor: item.amountMinor,
    openMinor: item.openMinor,
    disputedMinor: item.disputedMinor,
    settledOn: item.openMinor === 0 && item.settledOn !== NEVER ? item.settledOn : null,
    payments: payments.sort((a, b) => a.on - b.on),
  };
}
