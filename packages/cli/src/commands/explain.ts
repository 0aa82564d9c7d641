import type { Command } from '../command.ts';
import { runFold } from '../run-fold.ts';

const usage = `Usage: duewatch explain FILE.jsonl --customer ID [options]

Folds a file of events and prints the customer's score as a sum that can be checked by hand: the
points of each row with its value and what it was worked out from, reasons, band, floors, exposure,
ageing, conditions with their evidence, and the invoices and lines of the file behind it all.

  --customer ID    whom to explain
  --as-of DATE     only what happened up to the end of that day, as of it
  --policy FILE    a policy that rules from the start
`;

/** `duewatch explain …`: why a customer's score is what it is. */
export const command: Command = {
  summary: 'prints a customer’s score as a sum with what is behind it',
  usage,
  async run(args, terminal) {
    if (!args.includes('--customer') || args[0]?.startsWith('--')) {
      terminal.err(usage);
      return 2;
    }
    return await runFold('explain', args);
  },
};
