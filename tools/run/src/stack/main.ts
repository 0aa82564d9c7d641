// `node tools/run/src/stack/main.ts up|down|status|prepare|access`: what `duewatch stack` spawns.
import { parseArgs } from 'node:util';
import { environment, loadSettings, stackSettings } from '@duewatch/config';
import { accessScript } from './access-script.ts';
import { givenStack, hasGivenAddresses } from './given-stack.ts';
import { defaultHome, homePlaces } from './places.ts';
import { prepareStack } from './prepare-stack.ts';
import { stackDown, stackStatus, stackUp } from './stack-commands.ts';
import { findDetachedStack } from './stack-record.ts';
import { describeDown, describeStatus, describeUp } from './stack-text.ts';

const env = environment();
const home = defaultHome(env);
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    docker: { type: 'boolean', default: false },
    native: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});

/** Progress goes beside the result, so that `--json` leaves one clean object. */
function log(line: string): void {
  process.stderr.write(`${line}\n`);
}

function print(result: unknown, text: string): void {
  console.log(values.json ? JSON.stringify(result) : text);
}

function partitions(): number {
  const { stack } = loadSettings({ stack: stackSettings.partial() }, { env });
  return stack.partitions ?? stackSettings.shape.partitions.parse(undefined);
}

async function up(): Promise<number> {
  const kind = values.docker ? 'docker' : values.native ? 'native' : undefined;
  const count = partitions();
  const result = await stackUp({ home, env, log }, kind, (stack) =>
    prepareStack(stack, count, log),
  );
  print(result, describeUp(result, homePlaces(home).root));
  return 0;
}

async function down(): Promise<number> {
  const ended = await stackDown(home);
  print(ended, describeDown(ended));
  return 0;
}

async function status(): Promise<number> {
  const found = await stackStatus(home);
  print(found ?? null, describeStatus(found, homePlaces(home).root));
  const isUp = found?.servers.every(({ answers }) => answers) ?? false;
  return isUp ? 0 : 1;
}

async function prepare(): Promise<number> {
  const stack = hasGivenAddresses(env) ? givenStack(env) : findDetachedStack(homePlaces(home));
  if (stack === undefined) {
    log('No stack is up. Start one with `npx duewatch stack up`, or give its addresses.');
    return 1;
  }
  await prepareStack(stack, partitions(), log);
  return 0;
}

async function access(): Promise<number> {
  console.log(accessScript());
  return 0;
}

const commands = new Map([
  ['access', access],
  ['up', up],
  ['down', down],
  ['status', status],
  ['prepare', prepare],
]);

const command = commands.get(positionals[0] ?? '');
if (command === undefined) {
  log(`Say one of ${[...commands.keys()].join(', ')}.`);
  process.exitCode = 2;
} else {
  try {
    process.exitCode = await command();
  } catch (error) {
    // The message says what to do; a stack trace would bury it.
    log(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}
