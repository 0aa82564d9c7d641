import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { EpochDay } from '@duewatch/contracts';
import type { LedgerInvoice } from './read-invoice.ts';
import type { LedgerRow } from './read-ledger.ts';

/** What was sent of one invoice: a hash of its row, and what must be taken back if it changes. */
export interface SentInvoice {
  readonly hash: string;
  /** How often it was sent anew. */
  readonly version: number;
  readonly as: 'open' | 'paid' | 'credit' | 'used_credit';
  readonly customerId: string;
  readonly amountMinor: number;
  readonly currency: string;
  /** How many of its payments were taken back: the next one needs another id. */
  readonly reversals: number;
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
  readonly before: SentInvoice | null;
  readonly reversals: number;
}

/** True for a payment that was sent and is not there any more, or not this customer's. */
export function isPaymentGone({ before, invoice }: Pick<ChangedRow, 'before' | 'invoice'>) {
  if (before?.as !== 'paid') return false;
  return before.customerId !== invoice.customerId || sentAs(invoice) !== 'paid';
}

/** What a row says when it is sent. */
export function sentAs({ amountMinor, settledOn }: LedgerInvoice): SentInvoice['as'] {
  if (amountMinor < 0) return settledOn === null ? 'credit' : 'used_credit';
  return settledOn === null ? 'open' : 'paid';
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
      const { invoice } = row;
      const before = this.invoices.get(invoice.invoiceId) ?? null;
      if (before?.hash === row.hash) return [];
      const taken = isPaymentGone({ before, invoice }) ? 1 : 0;
      const reversals = (before?.reversals ?? 0) + taken;
      return [{ ...row, before, version: (before?.version ?? 0) + 1, reversals }];
    });
  }

  note(rows: readonly ChangedRow[]): void {
    for (const { invoice, hash, version, reversals } of rows) {
      const { invoiceId, customerId, amountMinor, currency } = invoice;
      const as = sentAs(invoice);
      const sent = { hash, version, as, customerId, amountMinor, currency, reversals };
      this.invoices.set(invoiceId, sent);
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
