// `npm run bench`: how fast a real scoring process works off a backlog that waits in Kafka, with
// Kafka, Redis and the process on the same machine. A fresh stack for every run, the median told.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createSystemClock, environment } from '@duewatch/config';
import { createCodec, topicDefinitions } from '@duewatch/contracts';
import { createKafkaBus, createRegistryClient } from '@duewatch/event-bus';
import { findFreePorts, type ServerStack, startNativeStack } from '@duewatch/run';
import { makeBacklog, writeAll } from './backlog.ts';

const PARTITIONS = 6;
const scoringMain = fileURLToPath(
  new URL('../../../services/scoring/src/main.ts', import.meta.url),
);

interface Result {
  readonly events: number;
  readonly records: number;
  readonly emitted: number;
  readonly commits: number;
  readonly seconds: number;
  readonly eventsPerSecond: number;
  /** Of the scoring process, its start included: steadier than time on a busy machine. */
  readonly cpuMicrosPerEvent: number;
}

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '200000' },
    days: { type: 'string', default: '5' },
    runs: { type: 'string', default: '5' },
    json: { type: 'boolean', default: false },
  },
});

const results: Result[] = [];
for (let run = 1; run <= Number(values.runs); run += 1) {
  const result = await measure(Number(values.events), Number(values.days));
  results.push(result);
  process.stderr.write(
    `run ${run}: ${result.eventsPerSecond} events/s, ${result.emitted} outputs, ` +
      `${result.cpuMicrosPerEvent} µs of CPU each\n`,
  );
}
const sorted = results.toSorted((a, b) => a.eventsPerSecond - b.eventsPerSecond);
const median = sorted[Math.floor(sorted.length / 2)];
process.stdout.write(
  values.json
    ? `${JSON.stringify({ median, runs: results })}\n`
    : `median of ${results.length}: ${median?.eventsPerSecond} events/s, ` +
        `${median?.emitted} outputs\n`,
);

async function measure(events: number, days: number): Promise<Result> {
  const home = await mkdtemp(join(tmpdir(), 'duewatch-bench-'));
  const log = (line: string) => process.stderr.write(`${line}\n`);
  const stack = await startNativeStack({ home, env: { ...environment() }, log });
  try {
    const written = await fill(stack, { events, days, partitions: PARTITIONS });
    return { ...(await drain(stack, home, written)), events };
  } finally {
    await stack.stop();
    await rm(home, { recursive: true, force: true });
  }
}

async function fill(
  stack: ServerStack,
  options: Parameters<typeof makeBacklog>[1],
): Promise<number> {
  const clock = createSystemClock();
  const bus = createKafkaBus({ brokers: stack.kafkaBrokers, clientId: 'bench', clock });
  const registry = createRegistryClient(stack.registryUrl);
  await bus.ensureTopics(topicDefinitions(PARTITIONS));
  await registry.registerAll();
  const codec = createCodec({ ids: await registry.lookup() });
  const producer = bus.producer('bench');
  const written = await writeAll(producer, makeBacklog(codec, options));
  await bus.close();
  return written;
}

async function drain(
  stack: ServerStack,
  home: string,
  records: number,
): Promise<Omit<Result, 'events'>> {
  const [statusPort = 0] = await findFreePorts([0]);
  const settingsFile = join(home, 'settings.json');
  const { kafkaBrokers, registryUrl, stateRedisUrl, queueRedisUrl } = stack;
  const addresses = { kafkaBrokers, registryUrl, stateRedisUrl, queueRedisUrl };
  const scoring = { statusPort, logLevel: 'warn' };
  await writeFile(
    settingsFile,
    JSON.stringify({ stack: { ...addresses, partitions: PARTITIONS }, scoring }),
  );
  const child = spawn(
    process.execPath,
    [...(environment()['BENCH_NODE_ARGS']?.split(' ') ?? []), scoringMain],
    {
      env: { ...environment(), DUEWATCH_SETTINGS: settingsFile },
      stdio: ['ignore', 'inherit', 'inherit'],
    },
  );
  try {
    const watched = await watch(`http://127.0.0.1:${statusPort}/status`, records);
    const cpuMicrosPerEvent = Math.round(cpuMicrosOf(child.pid ?? 0) / records);
    return { ...watched, cpuMicrosPerEvent };
  } finally {
    child.kill('SIGTERM');
    await new Promise((resolve) => child.once('exit', resolve));
  }
}

/** User and system time of a process, from the kernel's count of hundredths. */
function cpuMicrosOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10_000;
}

interface Status {
  readonly ready: boolean;
  readonly folded: number;
  readonly emitted: number;
  readonly commits: number;
  readonly lag: number;
  readonly pending: number;
}

/** From the first record folded to the last one folded, published and swept. */
async function watch(
  url: string,
  records: number,
): Promise<Omit<Result, 'events' | 'cpuMicrosPerEvent'>> {
  let startedAt: number | undefined;
  for (;;) {
    const status = await ask(url);
    if (status !== undefined) {
      if (startedAt === undefined && status.ready) startedAt = performance.now();
      const isDone = status.folded >= records && status.lag === 0 && status.pending === 0;
      if (isDone && startedAt !== undefined) {
        const seconds = (performance.now() - startedAt) / 1_000;
        const { emitted, commits } = status;
        const eventsPerSecond = Math.round(records / seconds);
        return { records, emitted, commits, seconds, eventsPerSecond };
      }
    }
    await pause(startedAt === undefined ? 10 : 100);
  }
}

async function ask(url: string): Promise<Status | undefined> {
  try {
    const response = await fetch(url);
    return (await response.json()) as Status;
  } catch {
    return undefined;
  }
}
