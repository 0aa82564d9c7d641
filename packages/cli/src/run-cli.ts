import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Command, Terminal } from './command.ts';

const commandsDir = fileURLToPath(new URL('./commands', import.meta.url));

/** Wrong usage, as shells and tools have it. */
const usageExitCode = 2;

/** Runs the command that the arguments name and answers the exit code. */
export async function runCli(args: readonly string[], terminal: Terminal): Promise<number> {
  const [word = 'help', ...rest] = args;
  if (word === 'help' || word === '--help' || word === '-h') return await help(rest, terminal);
  const command = await findCommand(word);
  if (command === undefined) {
    terminal.err(`There is no command \`${word}\`. \`duewatch help\` lists them.`);
    return usageExitCode;
  }
  if (rest.includes('--help') || rest.includes('-h')) return await help([word], terminal);
  try {
    return await command.run(rest, terminal);
  } catch (error) {
    // The message says what is wrong and how to mend it; a stack trace would bury it.
    terminal.err(error instanceof Error ? error.message : String(error));
    return 1;
  }
}

async function help([word]: readonly string[], terminal: Terminal): Promise<number> {
  const command = word === undefined ? undefined : await findCommand(word);
  if (command !== undefined) {
    terminal.out(command.usage.trimEnd());
    return 0;
  }
  terminal.out('Usage: duewatch <command> [arguments]\n');
  for (const name of commandNames()) {
    terminal.out(`  ${name.padEnd(14)} ${(await findCommand(name))?.summary ?? ''}`);
  }
  terminal.out('\n`duewatch help <command>` says more about one of them.');
  return 0;
}

/** Every file in commands/ but the tests is a command of its name. */
export function commandNames(): readonly string[] {
  return readdirSync(commandsDir)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => file.slice(0, -'.ts'.length))
    .sort();
}

/** Only the command asked for is loaded, so that none pays for the clients of the others. */
export async function findCommand(name: string): Promise<Command | undefined> {
  if (!commandNames().includes(name)) return undefined;
  const loaded = (await import(`./commands/${name}.ts`)) as { readonly command: Command };
  return loaded.command;
}
