import { parseArgs } from 'node:util';
import { deadLetterConsumers } from '@duewatch/contracts';
import { authorOf } from '../acts/author.ts';
import type { Command, Terminal } from '../command.ts';
import { letterJson, letterLine, letterLines } from '../dead-letters/letter-lines.ts';
import { findLetters, findOpenLetters, readLetters } from '../dead-letters/letters.ts';
import { settleLetters } from '../dead-letters/settle-letters.ts';
import { checkKnown } from '../known-word.ts';
import { printList } from '../print-list.ts';
import { type StackConnection, withStack } from '../stack/with-stack.ts';

const usage = `Usage: duewatch dead-letters list [MATCH] [--all] [--json]
       duewatch dead-letters show LETTER [--json]
       duewatch dead-letters replay LETTER… | MATCH
       duewatch dead-letters drop LETTER… | MATCH --why TEXT

  list    records that a service could not use and nobody has dealt with; --all shows the others too
  show    all of one: where it came from, why it was set aside, headers, body, stack
  replay  writes the record again to its topic and partition, with its key and headers, marked
          with the letter and with who did it; for when the cause is mended
  drop    says that nothing will be done about it, and why

LETTER is consumer/partition/offset as \`list\` shows it. MATCH is any of --consumer, --topic and
--reason. Letters stay where they are for 30 days; what was done is on risk.acts for good.
--by NAME says who does it (else: the user of the machine). DUEWATCH_SETTINGS names the settings.
`;

const options = {
  consumer: { type: 'string' },
  topic: { type: 'string' },
  reason: { type: 'string' },
  why: { type: 'string' },
  by: { type: 'string' },
  all: { type: 'boolean' },
  json: { type: 'boolean' },
} as const;

type Flags = ReturnType<typeof parseFlags>['values'];

function parseFlags(args: readonly string[]) {
  return parseArgs({ args: [...args], options, allowPositionals: true });
}

/** `duewatch dead-letters …`: what could not be used, and what people do about it. */
export const command: Command = {
  summary: 'lists, shows, replays and drops records that could not be used',
  usage,
  async run(args, terminal) {
    const [action = '', ...rest] = args;
    const { values: flags, positionals } = parseFlags(rest);
    checkKnown(
      flags.consumer,
      deadLetterConsumers,
      (one) => `No service ${one} sets records aside.`,
    );
    const isMatched = [flags.consumer, flags.topic, flags.reason].some(Boolean);
    const isNamed = positionals.length > 0;
    if (action === 'list' && !isNamed) {
      return withStack(terminal, (stack) => list(stack, flags, terminal));
    }
    if (action === 'show' && isNamed) {
      return withStack(terminal, (stack) => show(stack, positionals, flags, terminal));
    }
    if (!['replay', 'drop'].includes(action) || isNamed === isMatched) {
      terminal.err(usage);
      return 2;
    }
    const reason = action === 'drop' ? reasonOf(flags) : null;
    return withStack(terminal, async (stack) => {
      const letters = isNamed
        ? await findOpenLetters(stack, positionals)
        : await readLetters(stack, flags);
      const verdict = { by: authorOf(flags), reason };
      return settleLetters(stack, letters, verdict, terminal);
    });
  },
};

async function list(stack: StackConnection, flags: Flags, terminal: Terminal): Promise<number> {
  const letters = await readLetters(stack, flags);
  if (flags.json) {
    terminal.out(JSON.stringify(letters.map((letter) => letterJson(letter, stack.codec))));
    return 0;
  }
  return printList(letters, {}, terminal, (letter) => [letterLine(letter)]);
}

async function show(
  stack: StackConnection,
  letterIds: readonly string[],
  { json }: Flags,
  terminal: Terminal,
): Promise<number> {
  for (const letter of await findLetters(stack, letterIds)) {
    if (json) terminal.out(JSON.stringify(letterJson(letter, stack.codec)));
    else for (const line of letterLines(letter, stack.codec)) terminal.out(line);
  }
  return 0;
}

function reasonOf(flags: Flags): string {
  const reason = flags.why;
  if (reason === undefined) {
    throw new Error('Say why with --why: it stands on the record.');
  }
  return reason;
}
