import { type EpochDay, isoDateOf } from '@duewatch/contracts';
import { type CloudEventJson, instantOf } from '@duewatch/door-client';
import { readImportMap } from './import-map.ts';
import { event, type LedgerEventOptions, MORNING } from './ledger-event.ts';
import { dayBegins } from './ledger-events.ts';
import { type OpeningItem, readOpening } from './read-invoice.ts';
import { type LedgerRow, readLedger } from './read-ledger.ts';
import type { ImportOptions, ImportReport } from './run-import.ts';
import { joined, NOTHING, refusedByDoor, report, send } from './send-events.ts';

/**
 * Sends what is open on a day, without its history: customers begin with what they owe and with
 * nothing known of how they pay. The same file again changes nothing; one of a later day corrects.
 */
export async function runOpening(
  options: ImportOptions & { readonly asOf: EpochDay },
): Promise<ImportReport> {
  const { asOf, isDryRun, notify } = options;
  const map = readImportMap(options.mapFile, 'opening');
  const { rows, rowCount, repeatedRows, refusals } = await readLedger(options.file, map, (row) =>
    readOpening(row, map, asOf),
  );
  const events = openingEvents(rows, asOf, { map, after: null, suppressed: !notify });
  const sent = isDryRun || rows.length === 0 ? NOTHING : await send(events, options);
  const lines = new Map(rows.map(({ invoice, line }) => [invoice.invoiceId, line]));
  const refused = [...refusals, ...refusedByDoor(sent, lines)];
  const joins = isDryRun || rows.length === 0 ? undefined : options.join;
  const date = isoDateOf(asOf);
  if (joins !== undefined) {
    await send([joined(map.source, map.calendar.id, joins, date)], options);
  }
  return {
    rows: rowCount,
    refusedRows: refused.length,
    repeatedRows,
    unchangedRows: 0,
    sentRows: isDryRun ? 0 : rows.length,
    customers: new Set(rows.map(({ invoice }) => invoice.customerId)).size,
    events: events.length,
    accepted: sent.accepted,
    duplicates: sent.duplicate,
    rejected: sent.rejected.length,
    from: rows.length === 0 ? null : date,
    to: rows.length === 0 ? null : date,
    joined: joins ?? null,
    refusalReport: await report(refused, options.home, map.source),
  };
}

function openingEvents(
  rows: readonly LedgerRow<OpeningItem>[],
  asOf: EpochDay,
  options: LedgerEventOptions,
): CloudEventJson[] {
  if (rows.length === 0) return [];
  return [...dayBegins(asOf, options), ...rows.map((row) => openingEvent(row, asOf, options))];
}

/** Ids name the content: what was corrected is no repeat of what was wrong. */
function openingEvent(
  { invoice, hash }: LedgerRow<OpeningItem>,
  asOf: EpochDay,
  options: LedgerEventOptions,
): CloudEventJson {
  const { customerId, legalEntityId, invoiceId, issuedOn, currency, amountMinor } = invoice;
  const entity = legalEntityId === null ? {} : { legalEntityId };
  const issue = issuedOn === null ? {} : { issuedOn: isoDateOf(issuedOn) };
  const isCredit = amountMinor < 0;
  const parts = {
    id: `${invoiceId}.opening-${hash.slice(0, 12)}.${isoDateOf(asOf)}`,
    type: isCredit ? 'credit_note.issued' : 'ledger.opening',
    time: instantOf(asOf, MORNING),
    data: isCredit
      ? creditOf(invoice, asOf, entity)
      : {
          ...entity,
          ...issue,
          invoiceId,
          dueOn: isoDateOf(invoice.dueOn),
          openMinor: amountMinor,
          originalMinor: invoice.originalMinor,
          currency,
          asOf: isoDateOf(asOf),
        },
  };
  return { ...event(options, parts), subject: customerId, sourceversion: asOf };
}

function creditOf(invoice: OpeningItem, asOf: EpochDay, entity: object) {
  return {
    ...entity,
    creditNoteId: invoice.invoiceId,
    amountMinor: -invoice.amountMinor,
    currency: invoice.currency,
    reason: 'goodwill',
    issuedOn: isoDateOf(invoice.issuedOn ?? asOf),
  };
}
