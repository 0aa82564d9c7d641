import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from '../src/index.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const ibmMap = join(root, 'examples/maps/ibm.json');
const ibmLedger = join(root, '../shared/data/ibm-accounts-receivable.csv');

async function backtest(...args: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const terminal = { out: (line: string) => out.push(line), err: (line: string) => err.push(line) };
  const code = await runCli(['backtest', ...args], terminal);
  return { code, out: out.join('\n'), err: err.join('\n') };
}

/** A file of forty invoices of two customers and one row that is none. */
function smallLedger(): string {
  const rows = ['customerID,invoiceNumber,InvoiceDate,DueDate,InvoiceAmount,SettledDate'];
  for (let week = 0; week < 20; week += 1) {
    const day = (offset: number) => {
      const date = new Date(Date.UTC(2022, 0, 3 + 7 * week + offset));
      return `${date.getUTCMonth() + 1}/${date.getUTCDate()}/${date.getUTCFullYear()}`;
    };
    rows.push(`A,A${week},${day(0)},${day(30)},100.00,${day(28)}`);
    rows.push(`B,B${week},${day(0)},${day(30)},100.00,${day(30 + 5 * (week % 3))}`);
  }
  rows.push('B,B99,13/13/2022,1/1/2022,1.00,');
  const file = join(mkdtempSync(join(tmpdir(), 'duewatch-backtest-')), 'ledger.csv');
  writeFileSync(file, rows.join('\n'));
  return file;
}

describe('duewatch backtest', () => {
  it('prints one JSON object with everything that was measured', async () => {
    const { code, out } = await backtest('--invoices', smallLedger(), '--map', ibmMap, '--json');
    const report = JSON.parse(out) as Record<string, object>;
    expect(code).toBe(0);
    expect(report).toMatchObject({ invoices: 40, customers: 2, refusedRows: 1 });
    expect(Object.keys(report)).toEqual([
      ...['invoices', 'customers', 'refusedRows', 'ranking', 'onset'],
      ...['falseAlertsPer100CustomerMonths', 'seeds', 'collection'],
    ]);
    expect(Object.keys(report['ranking'] ?? {})).toEqual(['late0', 'late15', 'late30']);
    expect(report['ranking']).toMatchObject({
      late0: { baselines: { meanDbt: expect.any(Number), recencyRatio: expect.any(Number) } },
    });
    expect(report['onset']).toMatchObject({
      shift10: { d30: expect.any(Number), d60: expect.any(Number), d90: expect.any(Number) },
    });
  });

  it('says the same in words, with its seeds', async () => {
    const { out } = await backtest('--invoices', smallLedger(), '--map', ibmMap, '--seed', '7');
    expect(out).toContain('40 invoices of 2 customers, 1 rows refused');
    expect(out).toContain('Seeds: bootstrap 7, shuffles 7, 8, 9');
    expect(out).toContain('100.0 % of what could be collected from 2022-02-01 to 2022-04-30');
  });

  it('explains itself when the ledger or the map is missing', async () => {
    const { code, err } = await backtest('--invoices', 'ledger.csv');
    expect(code).toBe(2);
    expect(err).toContain('Usage: duewatch backtest');
  });
});

describe('the IBM ledger', () => {
  it('is ranked, and its changes are seen, at least as well as was promised', async () => {
    if (!existsSync(ibmLedger)) {
      if (process.env['CI'] === 'true') throw new Error(`${ibmLedger} is missing`);
      process.stderr.write('skipped: no ../shared/data\n');
      return;
    }
    const { out } = await backtest('--invoices', ibmLedger, '--map', ibmMap, '--json');
    const { ranking, onset, ...rest } = JSON.parse(out) as Report;
    expect(rest).toMatchObject({ invoices: 2_466, customers: 100, refusedRows: 0 });
    const promised = [
      [ranking.late0, 0.87],
      [ranking.late15, 0.86],
    ] as const;
    for (const [{ auc, baselines }, least] of promised) {
      expect(auc).toBeGreaterThanOrEqual(least);
      expect(auc).toBeGreaterThanOrEqual(Math.max(...Object.values(baselines)) - 0.01);
    }
    const { d30, d60, d90 } = onset.shift20;
    expect(d30).toBeGreaterThanOrEqual(0.75);
    expect(d60).toBeGreaterThanOrEqual(0.88);
    expect(d90).toBeGreaterThanOrEqual(0.93);
    expect(rest.falseAlertsPer100CustomerMonths).toBeLessThan(3);
  }, 60_000);
});

interface Report {
  readonly ranking: Record<
    'late0' | 'late15',
    { readonly auc: number; readonly baselines: Record<string, number> }
  >;
  readonly onset: { readonly shift20: { readonly d30: number; d60: number; d90: number } };
  readonly falseAlertsPer100CustomerMonths: number;
}
