import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { parse } from 'csv-parse';
import type { ImportMap } from './import-map.ts';
import type { LedgerInvoice, ReadRow, Refusal } from './read-invoice.ts';

const RECORD_CHARACTERS_MAX = 65_536;

/** A row that can be sent, with a hash that changes when anything that is sent of it changes. */
export interface LedgerRow<T = LedgerInvoice> {
  readonly line: number;
  readonly hash: string;
  readonly invoice: T;
}

export interface Ledger<T = LedgerInvoice> {
  /** Lines with data in them. */
  readonly rowCount: number;
  readonly rows: readonly LedgerRow<T>[];
  readonly refusals: readonly Refusal[];
  /** Lines that say again, word for word, what an earlier one said. */
  readonly repeatedRows: number;
}

/** Reads a whole CSV ledger. A bad row is refused by itself; only an unreadable file throws. */
export async function readLedger<T extends { readonly invoiceId: string }>(
  file: string,
  map: ImportMap,
  read: (row: Readonly<Record<string, string>>) => ReadRow<T>,
): Promise<Ledger<T>> {
  const collected = new LedgerCollector(read);
  const parser = createReadStream(file).pipe(
    parse({
      bom: true,
      columns: true,
      delimiter: map.delimiter,
      info: true,
      // A quote that is never closed would take in the rest of the file.
      max_record_size: RECORD_CHARACTERS_MAX,
      relax_column_count: true,
      // Within a cell a quote is a character: as mistakes many of them would take quadratic time.
      relax_quotes: true,
      skip_empty_lines: true,
      skip_records_with_error: true,
    }),
  );
  parser.on('skip', (error) => collected.broken(Number(error?.['lines'] ?? 0), error?.message));
  for await (const { record, info } of parser as AsyncIterable<ParsedRow>) {
    collected.add(record, info.lines);
  }
  return collected.done();
}

interface ParsedRow {
  readonly record: Readonly<Record<string, string>>;
  readonly info: { readonly lines: number };
}

class LedgerCollector<T extends { readonly invoiceId: string }> {
  private readonly read: (row: Readonly<Record<string, string>>) => ReadRow<T>;
  private readonly rows = new Map<string, LedgerRow<T>>();
  private readonly refusals: Refusal[] = [];
  private rowCount = 0;
  private repeatedRows = 0;

  constructor(read: (row: Readonly<Record<string, string>>) => ReadRow<T>) {
    this.read = read;
  }

  add(record: Readonly<Record<string, string>>, line: number): void {
    this.rowCount += 1;
    const read = this.read(record);
    if (read.kind === 'refused') {
      const { reason, detail, mend } = read;
      this.refusals.push({ line, reason, detail, mend });
      return;
    }
    this.place({ line, hash: hashOf(read.invoice), invoice: read.invoice });
  }

  broken(line: number, detail = 'the row cannot be read'): void {
    this.rowCount += 1;
    const mend = 'Check quotes and delimiters of that line.';
    this.refusals.push({ line, reason: 'broken_row', detail, mend });
  }

  done(): Ledger<T> {
    const { rowCount, refusals, repeatedRows } = this;
    return { rowCount, rows: [...this.rows.values()], refusals, repeatedRows };
  }

  private place(row: LedgerRow<T>): void {
    const earlier = this.rows.get(row.invoice.invoiceId);
    if (earlier === undefined) {
      this.rows.set(row.invoice.invoiceId, row);
    } else if (earlier.hash === row.hash) {
      this.repeatedRows += 1;
    } else {
      this.refusals.push({
        line: row.line,
        reason: 'conflicting_invoice',
        detail: `line ${earlier.line} says otherwise of invoice ${row.invoice.invoiceId}`,
        mend: 'Keep the line that is right. Where numbers repeat, map a column that is unique.',
      });
    }
  }
}

function hashOf(invoice: object): string {
  return createHash('sha256')
    .update(JSON.stringify(Object.entries(invoice).sort()))
    .digest('hex');
}
