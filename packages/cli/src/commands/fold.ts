import type { Command } from '../command.ts';
import { runFold } from '../run-fold.ts';

const usage = `Usage: duewatch fold FILE.jsonl [options]

Folds a file of events in process, without Kafka, and prints each customer's profile. The file
holds one CloudEvent per line, as \`npm start -- --play\` takes it. A bad line is told with its
number, what is wrong and how to mend it, and does not keep the others out; the exit code is 1 then.

  --as-of DATE     only what happened up to the end of that day, and everyone as of it
  --policy FILE    a policy that rules from the start (\`duewatch policy lint FILE\` checks it)
  --partitions N   folds N shares apart, as Kafka partitions would be: the result is the same
  --json           one JSON object, with what reading and folding took
`;

/** `duewatch fold …`: what a file of events comes to. */
export const command: Command = {
  summary: 'folds a file of events and prints each customer’s profile',
  usage,
  async run(args, terminal) {
    if (args.length === 0 || args[0]?.startsWith('--')) {
      terminal.err(usage);
      return 2;
    }
    return await runFold('fold', args);
  },
};
