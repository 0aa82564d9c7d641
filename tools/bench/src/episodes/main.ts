// `npm run bench:episodes`: what an acknowledgement and one more alert take with many alerts open
// and with few: real Kafka, registry and Redis, one scoring and one alerting process.
import { parseArgs } from 'node:util';
import { AlertPath } from './alert-path.ts';

const { values } = parseArgs({
  options: {
    open: { type: 'string', multiple: true, default: ['200', '100000'] },
    rounds: { type: 'string', default: '300' },
    json: { type: 'boolean', default: false },
  },
});

/** Rounds that are not counted: processes that were idle are slow at first. */
const WARM_UP = 50;

interface Result {
  readonly open: number;
  readonly acknowledgeMs: Latency;
  readonly oneMoreMs: Latency;
}

interface Latency {
  readonly p50: number;
  readonly p99: number;
}

const results: Result[] = [];
for (const open of values.open.map(Number)) results.push(await measure(open));
if (values.json) {
  process.stdout.write(`${JSON.stringify(results)}\n`);
} else {
  for (const { open, acknowledgeMs, oneMoreMs } of results) {
    const [ack, more] = [acknowledgeMs, oneMoreMs].map(({ p50, p99 }) => `${p50} / ${p99} ms`);
    process.stdout.write(`${open} open: acknowledge ${ack}, one more alert ${more} (p50 / p99)\n`);
  }
}

async function measure(open: number): Promise<Result> {
  const path = await AlertPath.start();
  try {
    await path.openAlerts(open);
    // In turns, so that what slows the machine for a while slows both.
    const tasks = {
      acknowledgeMs: () => path.acknowledge(),
      oneMoreMs: () => path.openOneMore(),
    };
    await inTurns(WARM_UP, tasks);
    return { open, ...(await inTurns(Number(values.rounds), tasks)) };
  } finally {
    await path.stop();
  }
}

async function inTurns<Name extends string>(
  rounds: number,
  tasks: Readonly<Record<Name, () => Promise<void>>>,
): Promise<Readonly<Record<Name, Latency>>> {
  const entries = Object.entries(tasks) as [Name, () => Promise<void>][];
  const taken = new Map<Name, number[]>(entries.map(([name]) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, task] of entries) {
      const begun = performance.now();
      await task();
      taken.get(name)?.push(performance.now() - begun);
    }
  }
  const latencies = entries.map(([name]) => [name, latencyOf(taken.get(name) ?? [])]);
  return Object.fromEntries(latencies) as Record<Name, Latency>;
}

function latencyOf(taken: readonly number[]): Latency {
  const sorted = taken.toSorted((a, b) => a - b);
  const at = (share: number) => {
    const ms = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
    return Math.round(ms * 10) / 10;
  };
  return { p50: at(0.5), p99: at(0.99) };
}
