import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { closeDoors, type Door, keys, openDoor } from '../../../services/ingest/test/door.ts';
import { createProgressBar } from '../src/import/progress-bar.ts';
import { type ImportOptions, type ImportReport, runImport } from '../src/import/run-import.ts';

/** A map for ledgers with plain columns. */
export const MAP = {
  source: 'books',
  columns: {
    customerId: 'Customer',
    invoiceId: 'Invoice',
    issuedOn: 'Issued',
    dueOn: 'Due',
    amount: 'Amount',
    settledOn: 'Paid',
  },
  dateFormats: ['M/D/YYYY'],
  currency: 'USD',
  calendar: { id: 'import-books' },
};
const HEADER = 'Customer,Invoice,Issued,Due,Amount,Paid';

/** A door, a folder, and the import between them. */
export interface ImportRig {
  readonly home: string;
  readonly door: Door;
  /** Writes the rows as the ledger and imports it. */
  run(rows: readonly string[], options?: Partial<ImportOptions>): Promise<ImportReport>;
  close(): Promise<void>;
}

/** Opens a door on an empty log, for a source that has sent nothing. */
export async function createImportRig(): Promise<ImportRig> {
  const home = mkdtempSync(join(tmpdir(), 'duewatch-import-'));
  const door = await openDoor();
  return {
    home,
    door,
    run(rows, options = {}) {
      const file = join(home, 'ledger.csv');
      const mapFile = join(home, 'map.json');
      writeFileSync(file, [HEADER, ...rows].join('\n'));
      writeFileSync(mapFile, JSON.stringify(MAP));
      return runImport({
        file,
        mapFile,
        home,
        url: door.url,
        apiKey: keys.feeder,
        isDryRun: false,
        notify: false,
        join: undefined,
        progress: (total) => createProgressBar('test', total, new SilentStream() as never),
        ...options,
      });
    },
    async close() {
      await closeDoors();
      rmSync(home, { recursive: true });
    },
  };
}

/** Takes what the progress bar writes. */
export class SilentStream {
  readonly isTTY = false;
  write(): boolean {
    return true;
  }
}
