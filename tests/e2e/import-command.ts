import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '@duewatch/run';

/** What `duewatch import … --json` prints. */
export interface ImportReport {
  readonly rows: number;
  readonly refusedRows: number;
  readonly unchangedRows: number;
  readonly sentRows: number;
  readonly customers: number;
  readonly events: number;
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: number;
}

/** Which door, as whom. */
export interface ImportCall {
  readonly url: string;
  readonly apiKey: string;
  /** Where the command remembers what it has sent. */
  readonly home: string;
}

/** Runs `duewatch import invoices` as a process of its own, as its user would. */
export async function importInvoices(
  call: ImportCall,
  ...args: readonly string[]
): Promise<ImportReport> {
  const main = join(repositoryRoot, 'packages/cli/src/main.ts');
  const command = [main, 'import', 'invoices', ...args, '--json'];
  const env = {
    ...process.env,
    DUEWATCH_URL: call.url,
    DUEWATCH_API_KEY: call.apiKey,
    DUEWATCH_HOME: call.home,
  };
  return await new Promise((resolve, reject) => {
    execFile(process.execPath, command, { env }, (error, stdout, stderr) => {
      if (error === null) resolve(JSON.parse(stdout) as ImportReport);
      else reject(new Error(`${command.join(' ')}\n${stderr}${stdout}`, { cause: error }));
    });
  });
}

/** Writes a ledger and its map into a folder; answers the arguments that name them. */
export function writeLedger(
  folder: string,
  source: string,
  rows: readonly string[],
): readonly string[] {
  const [file, map] = [join(folder, `${source}.csv`), join(folder, `${source}.json`)];
  writeFileSync(file, ['Customer,Invoice,Issued,Due,Amount,Paid', ...rows].join('\n'));
  const columns = {
    ...{ customerId: 'Customer', invoiceId: 'Invoice', amount: 'Amount' },
    ...{ issuedOn: 'Issued', dueOn: 'Due', settledOn: 'Paid' },
  };
  const calendar = { id: source };
  const format = { dateFormats: ['YYYY-MM-DD'], currency: 'USD', calendar };
  writeFileSync(map, JSON.stringify({ source, columns, ...format }));
  return [file, '--map', map];
}
