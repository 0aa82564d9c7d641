import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { ServerName, ServiceName } from '@duewatch/run';
import type { FaultKind } from './fault-plan.ts';
import type { Ground } from './ground.ts';
import type { Commits } from './progress.ts';
import type { TcpProxy, Weather } from './tcp-proxy.ts';

/** Does it and undoes it; progress is waited for by the caller. */
type Fault = (ground: Ground, nth: number) => Promise<void>;

/** Kafka takes a member that says nothing for dead after ten seconds. */
const BEYOND_SESSION_MS = 22_000;
const OUTAGE_MS = 4_000;
/** Longer than a command may take, so that half-open connections are noticed. */
const SILENCE_MS = 12_000;
/** So much is lost when an older state of Redis comes back. */
const ROLLBACK_MS = 3_000;

const faults: Readonly<Record<FaultKind, Fault>> = {
  'kill-scoring': (ground, nth) => kill(ground, 'scoring', nth),
  'kill-alerting': (ground, nth) => kill(ground, 'alerting', nth),
  'kill-notifier': (ground, nth) => kill(ground, 'notifier', nth),
  'kill-ingest': (ground, nth) => kill(ground, 'ingest', nth),
  zombie: freeze,
  'broker-kill': ({ stack }) => bounce(stack, 'kafka'),
  'redis-restart': ({ stack }) => bounce(stack, 'redis-state'),
  'redis-rollback': rollBack,
  'redis-flush': async ({ stateRedis }) => void (await stateRedis.command(['FLUSHALL'])),
  'queue-flush': async ({ queueRedis }) => void (await queueRedis.command(['FLUSHALL'])),
  'kafka-cut': ({ kafka }) => weather(kafka, { kind: 'cut' }, OUTAGE_MS),
  'kafka-latency': ({ kafka }) => weather(kafka, { kind: 'latency', delayMs: 100 }, OUTAGE_MS),
  'kafka-half-open': ({ kafka }) => weather(kafka, { kind: 'half-open' }, SILENCE_MS),
  'redis-cut': ({ redis }) => weather(redis, { kind: 'cut' }, OUTAGE_MS),
  'redis-half-open': ({ redis }) => weather(redis, { kind: 'half-open' }, SILENCE_MS),
  'registry-away': registryAway,
};

/** Lets one fault happen. `nth` chooses among processes of one service. */
export function inflict(ground: Ground, kind: FaultKind, nth: number): Promise<void> {
  return faults[kind](ground, nth);
}

async function kill({ crew }: Ground, service: ServiceName, nth: number): Promise<void> {
  const members = crew.members.filter((one) => one.service === service);
  const victim = members[nth % members.length];
  if (victim !== undefined) await crew.kill(victim.name);
}

/** Long enough for others to take over; then it wakes with what it was doing. */
async function freeze(ground: Ground, nth: number): Promise<void> {
  const { crew, progress } = ground;
  const service = nth % 3 === 2 ? 'alerting' : 'scoring';
  const name = `${service}-${1 + (nth % 2)}`;
  const before: Commits = await progress[service].commits();
  crew.signal(name, 'SIGSTOP');
  await pause(BEYOND_SESSION_MS);
  await progress[service].next(progress[service].partitions, before, BEYOND_SESSION_MS * 3);
  crew.signal(name, 'SIGCONT');
}

async function bounce(
  stack: Ground['stack'],
  name: ServerName,
  between: () => Promise<void> = async () => undefined,
): Promise<void> {
  await stack.killServer(name);
  await between();
  await stack.restartServer(name);
}

/** Brings back what the disk held a few seconds ago, as a restored dump does. */
async function rollBack({ stack }: Ground): Promise<void> {
  const folder = join(stack.dataDir, 'redis-state');
  const older = `${folder}.older`;
  await rm(older, { recursive: true, force: true });
  await cp(folder, older, { recursive: true });
  await pause(ROLLBACK_MS);
  await bounce(stack, 'redis-state', async () => {
    await rm(folder, { recursive: true, force: true });
    await cp(older, folder, { recursive: true });
  });
}

async function weather(proxy: TcpProxy, bad: Weather, forMs: number): Promise<void> {
  proxy.set(bad);
  await pause(forMs);
  proxy.set({ kind: 'clear' });
}

/** Services need it only to start: one of them has to wait for it. */
async function registryAway(ground: Ground, nth: number): Promise<void> {
  await bounce(ground.stack, 'registry', async () => {
    await kill(ground, 'scoring', nth);
    await pause(OUTAGE_MS);
  });
}
