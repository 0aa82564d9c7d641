import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
// A row says in which order its system takes ids: the model's is that of its keys.
import { itemKey } from '../../packages/risk-core/src/fold/keys.ts';
import type { Day, LedgerRow } from './ledger-row.ts';

/** A public sample of 2,466 settled invoices. It lies beside the repository, never in it. */
export const ibmLedgerPath = join(
  import.meta.dirname,
  '../../../shared/data/ibm-accounts-receivable.csv',
);

/** False where the data is not there, which only a CI has to mind. */
export function hasIbmLedger(): boolean {
  if (existsSync(ibmLedgerPath)) return true;
  if (process.env['CI'] === 'true') throw new Error(`CI needs ${ibmLedgerPath}`);
  process.stderr.write('skipped: no ../shared/data\n');
  return false;
}

/** Its rows. Read apart from the import, so that neither covers up for the other. */
export function readIbmLedger(): readonly LedgerRow[] {
  const [header = '', ...lines] = readFileSync(ibmLedgerPath, 'utf8').trim().split(/\r?\n/);
  const names = header.split(',');
  return lines.map((line) => {
    const cells = line.split(',');
    const cell = (name: string) => cells[names.indexOf(name)] ?? '';
    const invoiceId = cell('invoiceNumber');
    return {
      customerId: cell('customerID'),
      invoiceId,
      issuedOn: usDay(cell('InvoiceDate')),
      dueOn: usDay(cell('DueDate')),
      amountMinor: Math.round(Number(cell('InvoiceAmount')) * 100),
      settledOn: usDay(cell('SettledDate')),
      idOrder: itemKey(invoiceId),
    };
  });
}

/** Rows by customer. */
export function byCustomer(rows: readonly LedgerRow[]): ReadonlyMap<string, readonly LedgerRow[]> {
  return Map.groupBy(rows, ({ customerId }) => customerId);
}

function usDay(text: string): Day {
  const [month = 0, day = 0, year = 0] = text.split('/').map(Number);
  return Date.UTC(year, month - 1, day) / 86_400_000;
}
