import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Command } from '../command.ts';

/** The launcher is a tool, which no package may import; it is a program of its own anyway. */
const launcher = fileURLToPath(new URL('../../../../tools/run/src/stack/main.ts', import.meta.url));

const actions = ['up', 'down', 'status', 'prepare', 'access'];

const usage = `Usage: duewatch stack up|down|status|prepare|access [--native|--docker] [--json]

  up       starts Kafka, the schema registry and both Redis and leaves them running, with topics
           and schemas in place. Does nothing to a stack that is already up.
  down     stops what \`up\` started; the data stays.
  status   says where the servers are and whether they answer. Exit code 1 when they do not.
  prepare  creates missing topics and registers missing schemas on a stack that runs.
  access   prints what each login needs at Kafka and Redis and no more, as commands of kafka-acls.sh
           and redis-cli for who keeps their access lists.

Without --native or --docker it takes Docker Compose where an engine answers, else native servers.
Data and logs are kept in .duewatch/ of the checkout; DUEWATCH_HOME names another folder.
`;

/** `duewatch stack …`: the servers of a development machine. */
export const command: Command = {
  summary: 'starts, stops or shows Kafka, the schema registry and Redis',
  usage,
  async run(args, terminal) {
    if (!actions.includes(args[0] ?? '')) {
      terminal.err(usage);
      return 2;
    }
    const child = spawn(process.execPath, [launcher, ...args], { stdio: 'inherit' });
    const [code] = (await once(child, 'exit')) as [number | null];
    return code ?? 1;
  },
};
