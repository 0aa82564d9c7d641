import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { environment } from '@duewatch/config';
import { epochDayOf } from '@duewatch/contracts';
import type { Command, Terminal } from '../command.ts';
import { doorKey, doorUrl } from '../door.ts';
import { createProgressBar } from '../import/progress-bar.ts';
import { type ImportReport, runImport } from '../import/run-import.ts';
import { runOpening } from '../import/run-opening.ts';

const usage = `Usage: duewatch import invoices FILE --map MAP.json [options]
       duewatch import opening FILE --map MAP.json --as-of DATE [options]

"invoices" turns a CSV ledger into events in business-time order, with the days between, and sends
them through the door. A second run sends only rows that are new or changed.
"opening" sends what is open on a day, without its history: "columns.amount" of the map is what is
open, "columns.originalAmount" what was billed; the day of issue may be missing. The same file
again changes nothing; one of a later day corrects it.

  --as-of DATE     of "opening": the day of these balances, such as 2026-03-31

  --map MAP.json   which column is what, date formats, currency (see examples/maps)
  --dry-run        read and check everything, send nothing
  --notify         let alerts of the history reach people; without, they stay on the topics
  --join CALENDAR  afterwards the imported customers live on in this calendar
  --url URL        the door (default $DUEWATCH_URL or http://127.0.0.1:8080)
  --json           print the report as one JSON object

The API key comes from DUEWATCH_API_KEY; it needs the scopes events:write and clock:write, and the
calendar that the map names. Rows that cannot be taken go to a report with line, reason and mend.
`;

/** `duewatch import …`: ledgers of other systems. */
export const command: Command = {
  summary: 'sends a CSV ledger through the door',
  usage,
  async run(args, terminal) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        map: { type: 'string' },
        'dry-run': { type: 'boolean', default: false },
        notify: { type: 'boolean', default: false },
        join: { type: 'string' },
        'as-of': { type: 'string' },
        url: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    });
    const [what, file] = positionals;
    const asOf = epochDayOf(values['as-of'] ?? '');
    const isComplete = what === 'invoices' || (what === 'opening' && asOf !== undefined);
    if (!isComplete || file === undefined || values.map === undefined) {
      terminal.err(usage);
      return 2;
    }
    const why = 'the door takes events only with a key';
    const apiKey = values['dry-run'] ? '' : doorKey(terminal, why);
    if (apiKey === undefined) return 2;
    const options = {
      file,
      mapFile: values.map,
      home: environment()['DUEWATCH_HOME'] ?? join(process.cwd(), '.duewatch'),
      url: doorUrl(values.url),
      apiKey,
      isDryRun: values['dry-run'],
      notify: values.notify,
      join: values.join,
      progress: (total: number) => createProgressBar('sending', total),
    };
    const report =
      asOf !== undefined && what === 'opening'
        ? await runOpening({ ...options, asOf })
        : await runImport(options);
    if (values.json) terminal.out(JSON.stringify(report));
    else print(report, values['dry-run'], terminal);
    return report.rejected > 0 ? 1 : 0;
  },
};

function print(report: ImportReport, isDryRun: boolean, terminal: Terminal): void {
  const { rows, refusedRows, repeatedRows, unchangedRows, sentRows, customers } = report;
  terminal.out(`${rows} rows of ${customers} customers`);
  if (refusedRows > 0) terminal.out(`  ${refusedRows} refused, see ${report.refusalReport}`);
  if (repeatedRows > 0) terminal.out(`  ${repeatedRows} repeat an earlier row`);
  if (unchangedRows > 0) terminal.out(`  ${unchangedRows} were sent before and have not changed`);
  if (isDryRun) {
    terminal.out(`dry run: ${report.events} events would be sent`);
    return;
  }
  terminal.out(
    `  ${sentRows} sent as ${report.accepted} events, ${report.duplicates} known already`,
  );
  if (report.from !== null) terminal.out(`  business dates ${report.from} to ${report.to}`);
  if (report.joined !== null) terminal.out(`  the customers now live in calendar ${report.joined}`);
}
