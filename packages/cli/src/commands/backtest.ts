import { parseArgs } from 'node:util';
import {
  type Backtest,
  type Collection,
  type PastInvoice,
  type Ranking,
  runBacktest,
} from '@duewatch/backtest';
import { epochDayOf, isoDateOf } from '@duewatch/contracts';
import type { Command, Terminal } from '../command.ts';
import { type ImportMap, readImportMap } from '../import/import-map.ts';
import { readInvoice } from '../import/read-invoice.ts';
import { readLedger } from '../import/read-ledger.ts';
import { latestToday } from '../import/send-events.ts';

const usage = `Usage: duewatch backtest --invoices FILE --map MAP.json [--json] [--seed N]

Replays a CSV ledger in business time through the model, knowing on each day only what was dated
before it, and says how well that would have done: who pays late, who begins to, and how often
PAY_DRIFT would have been told of customers who had not changed.

  --map MAP.json   which column is what, as for \`duewatch import\` (see examples/maps)
  --json           print the result as one JSON object
  --seed N         of the random draws (default 1)

docs/model.md explains the figures.
`;

/** `duewatch backtest …`: the model against a ledger of the past. */
export const command: Command = {
  summary: 'measures the model on a CSV ledger of the past',
  usage,
  async run(args, terminal) {
    const { values } = parseArgs({
      args: [...args],
      options: {
        invoices: { type: 'string' },
        map: { type: 'string' },
        json: { type: 'boolean', default: false },
        seed: { type: 'string', default: '1' },
      },
    });
    const seed = Number(values.seed);
    if (values.invoices === undefined || values.map === undefined || !Number.isSafeInteger(seed)) {
      terminal.err(usage);
      return 2;
    }
    const map = readImportMap(values.map, 'history');
    const today = latestToday();
    const ledger = await readLedger(values.invoices, map, (row) => readInvoice(row, map, today));
    const invoices = ledger.rows.map(({ invoice }): PastInvoice => invoice);
    const backtest = runBacktest({ invoices, calendar: calendarOf(map) }, { seed });
    const refusedRows = ledger.refusals.length;
    if (values.json) terminal.out(JSON.stringify(reportOf(backtest, refusedRows)));
    else print(backtest, refusedRows, terminal);
    return 0;
  },
};

function calendarOf({ calendar }: ImportMap) {
  const { id, weekendDays, holidays } = calendar;
  const weekendMask = weekendDays.reduce((mask, weekday) => mask | (1 << weekday), 0);
  return { id, weekendMask, holidays: new Set(holidays.map((day) => epochDayOf(day) ?? -1)) };
}

function reportOf({ invoices, customers, collection, ...found }: Backtest, refusedRows: number) {
  return {
    invoices,
    customers,
    refusedRows,
    ...found,
    collection: collection && dated(collection),
  };
}

function dated({ from, to, effectivenessPpm }: Collection) {
  return { from: isoDateOf(from), to: isoDateOf(to), effectivenessPpm };
}

function print(backtest: Backtest, refusedRows: number, terminal: Terminal): void {
  const { invoices, customers, ranking, onset, collection, seeds } = backtest;
  terminal.out(`${invoices} invoices of ${customers} customers, ${refusedRows} rows refused`);
  terminal.out('\nWho pays late: area under the curve, later half by issue day');
  for (const [name, row] of Object.entries(ranking)) terminal.out(`  ${rankingLine(name, row)}`);
  terminal.out('\nWho begins to pay later: area under the curve after 30, 60 and 90 days');
  for (const [name, { d30, d60, d90 }] of Object.entries(onset)) {
    terminal.out(`  ${name}  ${show(d30)}  ${show(d60)}  ${show(d90)}`);
  }
  const alerts = backtest.falseAlertsPer100CustomerMonths;
  terminal.out(`\nFalse alerts per 100 customer months, delays shuffled: ${show(alerts)}`);
  terminal.out(`How well the book was collected: ${collectionLine(collection)}`);
  terminal.out(`Seeds: bootstrap ${seeds.bootstrap}, shuffles ${seeds.shuffles.join(', ')}`);
}

function rankingLine(name: string, { n, positives, expected, auc, ci, baselines }: Ranking) {
  const interval = ci ? `[${show(ci[0])} to ${show(ci[1])}]` : '';
  const simple = `mean days late ${show(baselines.meanDbt)}, ratio ${show(baselines.recencyRatio)}`;
  const count = `${positives} of ${n}, expected ${expected}`;
  return `${name.padEnd(7)} ${show(auc)} ${interval} (${count}); ${simple}`;
}

function collectionLine(collection: Collection | null): string {
  if (collection === null) return '-, for want of three whole months in one currency';
  const { from, to, effectivenessPpm } = collection;
  const index = effectivenessPpm === null ? '-' : `${(effectivenessPpm / 10_000).toFixed(1)} %`;
  return `${index} of what could be collected from ${isoDateOf(from)} to ${isoDateOf(to)}`;
}

function show(value: number | null): string {
  return value === null ? '-' : String(value);
}
