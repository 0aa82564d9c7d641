// The `duewatch` command: one file in commands/ for each word that may follow it.
// It talks to servers and to the door as any client would. It imports no service and starts none
// itself: the launcher in tools/run is spawned.
export type { Command, Terminal } from './command.ts';
export { commandNames, findCommand, runCli } from './run-cli.ts';
