// `duewatch fold` and `duewatch explain`: events of a file, folded in process without Kafka. The
// command line starts it: it may not import the services whose rules these are.
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { EventsBehind } from './events-behind.ts';
import { dayOf, type FoldFileOptions, foldFile } from './fold-file.ts';
import { printExplanation } from './print-explanation.ts';
import { printBadLines, printCustomers, printJson } from './print-fold.ts';

const out = (line: string): void => void process.stdout.write(`${line}\n`);
const err = (line: string): void => void process.stderr.write(`${line}\n`);
// Whoever reads has read enough, as `head` does: nothing is left to say, and nothing went wrong.
process.stdout.on('error', ({ code }: NodeJS.ErrnoException) =>
  process.exit(code === 'EPIPE' ? 0 : 1),
);

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    'as-of': { type: 'string' },
    policy: { type: 'string' },
    partitions: { type: 'string', default: '1' },
    customer: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});

try {
  process.exitCode = await main();
} catch (error) {
  err(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}

async function main(): Promise<number> {
  const [what, file = ''] = positionals;
  if (!existsSync(file)) throw new Error(`There is no file ${file}. Name a file of events.`);
  const asOf = dayOf(values['as-of']);
  const partitions = Number(values.partitions);
  if (!Number.isInteger(partitions) || partitions < 1 || partitions > 1_000) {
    throw new Error(`--partitions ${values.partitions} is no whole number from 1 to 1000.`);
  }
  const options: FoldFileOptions = {
    file,
    partitions,
    ...(asOf === undefined ? {} : { asOf }),
    ...(values.policy === undefined ? {} : { policyFile: values.policy }),
  };
  return what === 'explain' ? await explainOne(options) : await foldAll(options);
}

async function foldAll(options: FoldFileOptions): Promise<number> {
  const folded = await foldFile(options);
  printBadLines(folded, options.file, err);
  if (values.json) printJson(folded, out);
  else printCustomers(folded, out);
  return folded.badLines.length + folded.refusedLines.length > 0 ? 1 : 0;
}

async function explainOne(options: FoldFileOptions): Promise<number> {
  const customerId = values.customer;
  if (customerId === undefined) throw new Error('Name the customer: --customer ID.');
  const behind = new EventsBehind();
  const folded = await foldFile({ ...options, customerId, onEvent: (event) => behind.add(event) });
  printBadLines(folded, options.file, err);
  const [customer] = folded.customers();
  if (customer === undefined) {
    throw new Error(`${options.file} says nothing of a customer ${customerId} by then.`);
  }
  printExplanation(customer, behind, out);
  return 0;
}
