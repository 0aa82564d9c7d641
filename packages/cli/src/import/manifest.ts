import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { EpochDay } from '@duewatch/contracts';
import type { LedgerRow } from './read-ledger.ts';

/** What was sent of one invoice: a hash of its row, and how often it was sent anew. */
interface SentInvoice {
  readonly hash: string;
  readonly version: number;
}

interface StoredManifest {
  readonly format: 1;
  readonly lastDate: EpochDay | null;
  readonly invoices: Readonly<Record<string, SentInvoice>>;
}

/** A row to be sent, as which version of its invoice. */
export interface ChangedRow extends LedgerRow {
  /** 1 for the first time; the model takes a higher one for a correction. */
  readonly version: number;
}

/**
 * Remembers per source what the door has accepted, so that a second run of the same ledger sends
 * only rows that are new or changed.
 */
export class Manifest {
  private readonly path: string;
  private readonly invoices: Map<string, SentInvoice>;
  /** Last date that the source's calendar was brought to. */
  lastDate: EpochDay | null;

  private constructor(path: string, stored: StoredManifest) {
    this.path = path;
    this.invoices = new Map(Object.entries(stored.invoices));
    this.lastDate = stored.lastDate;
  }

  static async open(home: string, source: string): Promise<Manifest> {
    const path = join(home, 'imports', `${source}.json`);
    return new Manifest(path, await readStored(path));
  }

  changed(rows: readonly LedgerRow[]): ChangedRow[] {
    return rows.flatMap((row) => {
      const sent = this.invoices.get(row.invoice.invoiceId);
      if (sent?.hash === row.hash) return [];
      return [{ ...row, version: (sent?.version ?? 0) + 1 }];
    });
  }

  note(rows: readonly ChangedRow[]): void {
    for (const { invoice, hash, version } of rows) {
      this.invoices.set(invoice.invoiceId, { hash, version });
    }
  }

  /** Replaces the file at once, so that a crash leaves the old or the new one. */
  async save(): Promise<void> {
    const stored: StoredManifest = {
      format: 1,
      lastDate: this.lastDate,
      invoices: Object.fromEntries(this.invoices),
    };
    await mkdir(dirname(this.path), { recursive: true });
    await writeFile(`${this.path}.new`, JSON.stringify(stored));
    await rename(`${this.path}.new`, this.path);
  }
}

async function readStored(path: string): Promise<StoredManifest> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as StoredManifest;
  } catch (error) {
    if ((error as { readonly code?: unknown }).code === 'ENOENT')
      return { format: 1, lastDate: null, invoices: {} };
    const mend = 'Delete it to send the whole ledger again: what is known already is recognised.';
    throw new Error(`The manifest ${path} cannot be read. ${mend}`, { cause: error });
  }
}
