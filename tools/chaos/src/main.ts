// `npm run chaos`: breaks a running Duewatch on servers and processes of its own, and ends with one
// line of JSON: what was done to it, and what came out wrong, which must be nothing.
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { faultKinds, planFaults } from './faults/fault-plan.ts';
import { isClean } from './report.ts';
import { runChaos } from './run-chaos.ts';

const USAGE = `npm run chaos -- [--seconds S] [--events N] [--seed N] [--only FAULT,…] [--json]

  --events N    at least so many events (20000)
  --seconds S   no further fault begins after so long (3600)
  --seed N      order of the faults and the feed (1)
  --only …      only these faults: ${faultKinds.join(', ')}
  --json        only the last line
`;
/** A fault takes about so long until everything moves again. */
const SECONDS_PER_FAULT = 11;

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '3600' },
    events: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) process.stdout.write(USAGE);
else process.exitCode = await run();

async function run(): Promise<number> {
  const seed = Number(values.seed);
  const seconds = Number(values.seconds);
  const events = Number(values.events);
  const only = values.only?.split(',');
  const unknown = only?.find((kind) => !faultKinds.some((known) => known === kind));
  if (unknown !== undefined) {
    process.stderr.write(`--only does not know ${unknown}\n\n${USAGE}`);
    return 2;
  }
  const faults = planFaults(seed).filter((kind) => only === undefined || only.includes(kind));
  const expected = Math.min(seconds, faults.length * SECONDS_PER_FAULT);
  const report = await runChaos({
    ...{ seed, seconds, events, faults },
    base: join(tmpdir(), 'duewatch-chaos'),
    eventsPerSecond: Math.max(50, events / expected),
    log: (line) => void (values.json ? undefined : process.stderr.write(`${line}\n`)),
  });
  process.stdout.write(`${JSON.stringify(report)}\n`);
  return isClean(report) ? 0 : 1;
}
