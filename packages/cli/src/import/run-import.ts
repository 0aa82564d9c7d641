import { join } from 'node:path';
import { createSystemClock } from '@duewatch/config';
import { type EpochDay, isoDateOf } from '@duewatch/contracts';
import { type CloudEventJson, createFeedClient, type FeedReport } from '@duewatch/door-client';
import { readImportMap } from './import-map.ts';
import { lastDayOf, ledgerEvents } from './ledger-events.ts';
import { type ChangedRow, Manifest, sentAs } from './manifest.ts';
import type { ProgressBar } from './progress-bar.ts';
import type { Refusal } from './read-invoice.ts';
import { readLedger } from './read-ledger.ts';
import { writeRefusals } from './refusal-report.ts';

export interface ImportOptions {
  readonly file: string;
  readonly mapFile: string;
  /** Folder of manifests and reports. */
  readonly home: string;
  readonly url: string;
  readonly apiKey: string;
  readonly isDryRun: boolean;
  /** Alerts of the history go to people, too. */
  readonly notify: boolean;
  /** Calendar that the imported one lives on in, once the history is told. */
  readonly join: string | undefined;
  progress(total: number): ProgressBar;
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
  const map = readImportMap(options.mapFile);
  const ledger = await readLedger(options.file, map, latestToday());
  const manifest = await Manifest.open(options.home, map.source);
  const unsent = manifest.changed(ledger.rows);
  const changed = unsent.filter((row) => !isMeaningless(row));
  const events = [
    ...ledgerEvents(changed, { map, after: manifest.lastDate, suppressed: !options.notify }),
  ];
  const sent = options.isDryRun ? NOTHING : await send(events, options);
  const meaningless = unsent.filter(isMeaningless).map(refusedCredit);
  const refusals = [...ledger.refusals, ...meaningless, ...refusedByDoor(sent, changed)];
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

const NOTHING: FeedReport = { accepted: 0, duplicate: 0, rejected: [] };

const DAY_MS = 86_400_000;

/** In the world's easternmost zones it is tomorrow already. */
function latestToday(): EpochDay {
  return Math.floor(createSystemClock().now() / DAY_MS) + 1;
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

async function send(
  events: readonly CloudEventJson[],
  options: ImportOptions,
): Promise<FeedReport> {
  const { url, apiKey } = options;
  const client = createFeedClient({ url, apiKey, clock: createSystemClock() });
  const bar = options.progress(events.length);
  try {
    return await client.send(events, {
      onProgress(sofar) {
        bar.update(sofar.accepted + sofar.duplicate + sofar.rejected.length);
        refuseWithoutDays(sofar);
      },
    });
  } finally {
    bar.end();
  }
}

/**
 * What the door does not take of the calendar ends the import at once: rows without their days
 * would make another story. Before the first row there is a day, so nothing is spoilt.
 */
function refuseWithoutDays({ rejected }: FeedReport): void {
  const refused = rejected.find(({ type }) => /\.(clock|feed)\.[a-z_]+$/.test(type));
  if (refused === undefined) return;
  throw new Error(`The door refused ${refused.id}: ${refused.detail} ${refused.mend}`);
}

/** One refusal per row, though the door answers for each of its events. */
function refusedByDoor(sent: FeedReport, rows: readonly ChangedRow[]): Refusal[] {
  const byInvoice = new Map(rows.map((row) => [row.invoice.invoiceId, row]));
  const refused = new Map<number, Refusal>();
  for (const { id, detail, mend } of sent.rejected) {
    // Ids end in `.<what>.<version>`; days of the calendar belong to no row.
    const row = byInvoice.get(id.split('.').slice(0, -2).join('.'));
    if (row === undefined) throw new Error(`The door refused ${id}: ${detail} ${mend}`);
    refused.set(row.line, { line: row.line, reason: 'refused_by_door', detail, mend });
  }
  return [...refused.values()];
}

function joined(source: string, from: string, to: string, joinedOn: string): CloudEventJson {
  return {
    specversion: '1.0',
    id: `joined-${from}-${to}-${joinedOn}`,
    source: `/import/${source}`,
    type: 'io.duewatch.ar.clock.calendar_joined',
    time: `${joinedOn}T00:00:00Z`,
    calendarid: from,
    data: { from, to, joinedOn },
  };
}

async function report(
  refusals: readonly Refusal[],
  home: string,
  source: string,
): Promise<string | null> {
  if (refusals.length === 0) return null;
  const path = join(home, 'imports', `${source}.refused.csv`);
  await writeRefusals(path, refusals);
  return path;
}
