import { join } from 'node:path';
import { createSystemClock } from '@duewatch/config';
import { isoDateOf } from '@duewatch/contracts';
import { type CloudEventJson, createFeedClient, type FeedReport } from '@duewatch/door-client';
import { readImportMap } from './import-map.ts';
import { lastDayOf, ledgerEvents } from './ledger-events.ts';
import { type ChangedRow, Manifest } from './manifest.ts';
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
  readonly refusalReport: string | null;
}

/** Turns a ledger into events and sends those of rows that are new or changed. */
export async function runImport(options: ImportOptions): Promise<ImportReport> {
  const map = readImportMap(options.mapFile);
  const ledger = await readLedger(options.file, map);
  const manifest = await Manifest.open(options.home, map.source);
  const changed = manifest.changed(ledger.rows);
  const events = [
    ...ledgerEvents(changed, { map, after: manifest.lastDate, suppressed: !options.notify }),
  ];
  const sent = options.isDryRun ? NOTHING : await send(events, options);
  const refusals = [...ledger.refusals, ...refusedByDoor(sent, changed)];
  const lastDay = lastDayOf(changed, manifest.lastDate);
  if (!options.isDryRun && changed.length > 0) {
    const lost = new Set(refusals.map(({ line }) => line));
    manifest.note(changed.filter(({ line }) => !lost.has(line)));
    manifest.lastDate = lastDay;
    await manifest.save();
  }
  if (!options.isDryRun && options.join !== undefined && lastDay !== null) {
    await send([joined(map.source, map.calendar.id, options.join, isoDateOf(lastDay))], options);
  }
  const days = changed.map(({ invoice }) => invoice.issuedOn);
  return {
    rows: ledger.rowCount,
    refusedRows: refusals.length,
    repeatedRows: ledger.repeatedRows,
    unchangedRows: ledger.rows.length - changed.length,
    sentRows: options.isDryRun ? 0 : changed.length,
    customers: new Set(ledger.rows.map(({ invoice }) => invoice.customerId)).size,
    events: events.length,
    accepted: sent.accepted,
    duplicates: sent.duplicate,
    rejected: sent.rejected.length,
    from: days.length === 0 ? null : isoDateOf(Math.min(...days)),
    to: days.length === 0 || lastDay === null ? null : isoDateOf(lastDay),
    refusalReport: await report(refusals, options.home, map.source),
  };
}

const NOTHING: FeedReport = { accepted: 0, duplicate: 0, rejected: [] };

async function send(
  events: readonly CloudEventJson[],
  options: ImportOptions,
): Promise<FeedReport> {
  const { url, apiKey } = options;
  const client = createFeedClient({ url, apiKey, clock: createSystemClock() });
  const bar = options.progress(events.length);
  try {
    return await client.send(events, {
      onProgress: (sofar) => bar.update(sofar.accepted + sofar.duplicate + sofar.rejected.length),
    });
  } finally {
    bar.end();
  }
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
    id: `joined-${from}-${to}`,
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
