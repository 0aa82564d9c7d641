import { isoDateOf } from '@duewatch/contracts';
import { readImportMap } from './import-map.ts';
import { lastDayOf, ledgerEvents } from './ledger-events.ts';
import { type ChangedRow, Manifest, sentAs } from './manifest.ts';
import { type Refusal, readInvoice } from './read-invoice.ts';
import { readLedger } from './read-ledger.ts';
import {
  joined,
  latestToday,
  NOTHING,
  refusedByDoor,
  report,
  type SendOptions,
  send,
} from './send-events.ts';

export interface ImportOptions extends SendOptions {
  readonly file: string;
  readonly mapFile: string;
  /** Folder of manifests and reports. */
  readonly home: string;
  readonly isDryRun: boolean;
  /** Alerts of the history go to people, too. */
  readonly notify: boolean;
  /** Calendar that the imported one lives on in, once the history is told. */
  readonly join: string | undefined;
}

/** What an import did; printed as one JSON object by `--json`. */
export interface ImportReport {
  readonly rows: number;
  readonly refusedRows: number;
  readonly repeatedRows: number;
  readonly unchangedRows: number;
  readonly sentRows: number;
  readonly customers: number;
  readonly events: number;
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: number;
  readonly from: string | null;
  readonly to: string | null;
  /** Calendar that the customers live on in. */
  readonly joined: string | null;
  readonly refusalReport: string | null;
}

/** Turns a ledger into events and sends those of rows that are new or changed. */
export async function runImport(options: ImportOptions): Promise<ImportReport> {
  const map = readImportMap(options.mapFile, 'history');
  const ledger = await readLedger(options.file, map, (row) => readInvoice(row, map, latestToday()));
  const manifest = await Manifest.open(options.home, map.source);
  const unsent = manifest.changed(ledger.rows);
  const changed = unsent.filter((row) => !isMeaningless(row));
  const events = [
    ...ledgerEvents(changed, { map, after: manifest.lastDate, suppressed: !options.notify }),
  ];
  const sent = options.isDryRun ? NOTHING : await send(events, options);
  const meaningless = unsent.filter(isMeaningless).map(refusedCredit);
  const refusals = [...ledger.refusals, ...meaningless, ...refusedByDoor(sent, linesOf(changed))];
  const lastDay = lastDayOf(changed, manifest.lastDate);
  if (!options.isDryRun && changed.length > 0) {
    const lost = new Set(refusals.map(({ line }) => line));
    manifest.note(changed.filter(({ line }) => !lost.has(line)));
    manifest.lastDate = lastDay;
    await manifest.save();
  }
  const joinedCalendar = lastDay === null || options.isDryRun ? undefined : options.join;
  if (joinedCalendar !== undefined && lastDay !== null) {
    await send([joined(map.source, map.calendar.id, joinedCalendar, isoDateOf(lastDay))], options);
  }
  const days = changed.map(({ invoice }) => invoice.issuedOn);
  return {
    rows: ledger.rowCount,
    refusedRows: refusals.length,
    repeatedRows: ledger.repeatedRows,
    unchangedRows: ledger.rows.length - unsent.length,
    sentRows: options.isDryRun ? 0 : changed.length,
    customers: new Set(ledger.rows.map(({ invoice }) => invoice.customerId)).size,
    events: events.length,
    accepted: sent.accepted,
    duplicates: sent.duplicate,
    rejected: sent.rejected.length,
    from: days.length === 0 ? null : isoDateOf(Math.min(...days)),
    to: days.length === 0 || lastDay === null ? null : isoDateOf(lastDay),
    joined: joinedCalendar ?? null,
    refusalReport: await report(refusals, options.home, map.source),
  };
}

function linesOf(rows: readonly ChangedRow[]): ReadonlyMap<string, number> {
  return new Map(rows.map(({ invoice, line }) => [invoice.invoiceId, line]));
}

/** A credit that was never sent and has nothing left: the invoices that it settled tell of it. */
function isMeaningless({ invoice, before }: ChangedRow): boolean {
  return before === null && sentAs(invoice) === 'used_credit';
}

function refusedCredit({ line }: ChangedRow): Refusal {
  const detail = 'a credit that is used up has no effect on what is owed now';
  const mend = 'Leave the row out; the invoices that it settled tell when they were.';
  return { line, reason: 'settled_credit', detail, mend };
}
