// `npm run bench:fold`: how fast the rules themselves are, without Kafka, on one core: a file of
// generated events as `duewatch fold` folds it, and what an event costs an account by its past.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { foldFile } from '@duewatch/run';
import { writeLoad } from './load-file.ts';
import { type Account, accountWithOpen, accountWithPast, microsPerEvent } from './per-event.ts';

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '1000000' },
    customers: { type: 'string', default: '10000' },
    json: { type: 'boolean', default: false },
  },
});

/** Days measured of each account; the first half warms up. */
const ROUNDS = 800;

const throughput = await measureFile(Number(values.events), Number(values.customers));
const accounts = measureAccounts();
const result = { ...throughput, ...accounts };
if (values.json) process.stdout.write(`${JSON.stringify(result)}\n`);
else {
  for (const [name, value] of Object.entries(result)) process.stdout.write(`${name}: ${value}\n`);
}

async function measureFile(events: number, customers: number) {
  const folder = await mkdtemp(join(tmpdir(), 'duewatch-bench-'));
  try {
    const file = join(folder, 'load.jsonl');
    await writeLoad(file, { events, customers });
    const folded = await foldFile({ file });
    if (folded.badLines.length > 0) throw new Error('the bench made a bad line');
    const { parseSeconds, foldSeconds } = folded;
    return {
      events: folded.events,
      customers,
      parseSeconds: round(parseSeconds),
      foldSeconds: round(foldSeconds),
      eventsPerSecond: Math.round(folded.events / foldSeconds),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** In turns, so that whatever else the machine does meets all of them. */
function measureAccounts() {
  const old = accountWithPast(100_000);
  const full = accountWithOpen(10_000);
  const kinds = {
    microsAfter100000Events: () => old,
    microsAfter10Events: () => accountWithPast(10),
    microsWith10000Open: () => full,
    microsWith10Open: () => accountWithOpen(10),
  } satisfies Record<string, () => Account>;
  const taken = Object.entries(kinds).map(([name, make]) => ({ name, make, days: [] as number[] }));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const { make, days } of taken) {
      const micros = microsPerEvent(make());
      if (round >= ROUNDS / 2) days.push(micros);
    }
  }
  const [past = 0, young = 1, many = 0, few = 1] = taken.map(({ days }) => median(days));
  return {
    ...Object.fromEntries(taken.map(({ name, days }) => [name, round(median(days))])),
    ratioOfPast: round(past / young),
    ratioOfOpen: round(many / few),
  };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
