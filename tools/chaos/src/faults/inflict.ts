import { setTimeout as pause } from 'node:timers/promises';
import { TOPICS } from '@duewatch/contracts';
import { SESSION_TIMEOUT_MS } from '@duewatch/event-bus';
import type { ServiceName } from '@duewatch/run';
import type { Ground } from '../ground.ts';
import { answerToProduce, isProduceTo } from '../kafka-frames.ts';
import type { Commits } from '../progress.ts';
import type { TcpProxy, Weather } from '../tcp-proxy.ts';
import type { FaultKind } from './fault-plan.ts';
import { killInSweep } from './kill-in-sweep.ts';
import { stormGroup } from './rebalance-storm.ts';
import { bounce, fillKafkaDisk, fillRedisDisk, rollBackRedis } from './servers.ts';

/** Does it and undoes it; progress is waited for by the caller. */
type Fault = (ground: Ground, nth: number) => Promise<void>;

/** Twice as long as Kafka waits before it gives a silent member's partitions to others. */
const BEYOND_SESSION_MS = SESSION_TIMEOUT_MS * 2;
const OUTAGE_MS = 4_000;
/** Longer than a command may take, so that half-open connections are noticed. */
const SILENCE_MS = 12_000;

/** Alerts are rarer than profiles: one comes within this time. */
const UNPUBLISHED_MS = 3_000;

const faults: Readonly<Record<FaultKind, Fault>> = {
  'kill-scoring': (ground, nth) => kill(ground, 'scoring', nth),
  'kill-alerting': (ground, nth) => kill(ground, 'alerting', nth),
  'kill-notifier': (ground, nth) => kill(ground, 'notifier', nth),
  'kill-ingest': (ground, nth) => kill(ground, 'ingest', nth),
  'kill-unpublished-profiles': (ground, nth) =>
    killUnpublished(ground, 'scoring', TOPICS.profiles, nth),
  'kill-unpublished-alerts': (ground, nth) =>
    killUnpublished(ground, 'alerting', TOPICS.alerts, nth),
  'kill-in-sweep': killInSweep,
  zombie: freeze,
  'rebalance-storm': stormGroup,
  'broker-kill': ({ stack }) => bounce(stack, 'kafka'),
  'lost-answer': loseAnswer,
  'kafka-cut': ({ kafka }) => weather(kafka, { kind: 'cut' }, OUTAGE_MS),
  'kafka-latency': ({ kafka }) => weather(kafka, { kind: 'latency', delayMs: 100 }, OUTAGE_MS),
  'kafka-half-open': ({ kafka }) => weather(kafka, { kind: 'half-open' }, SILENCE_MS),
  'kafka-disk-full': fillKafkaDisk,
  'redis-restart': ({ stack }) => bounce(stack, 'redis-state'),
  'redis-rollback': rollBackRedis,
  'redis-flush': async ({ stateRedis }) => void (await stateRedis.command(['FLUSHALL'])),
  'redis-cut': ({ redis }) => weather(redis, { kind: 'cut' }, OUTAGE_MS),
  'redis-half-open': ({ redis }) => weather(redis, { kind: 'half-open' }, SILENCE_MS),
  'redis-disk-full': fillRedisDisk,
  'queue-flush': async ({ queueRedis }) => void (await queueRedis.command(['FLUSHALL'])),
  'registry-away': registryAway,
};

/** Lets one fault happen. `nth` chooses among processes of one service. */
export function inflict(ground: Ground, kind: FaultKind, nth: number): Promise<void> {
  return faults[kind](ground, nth);
}

async function kill({ crew }: Ground, service: ServiceName, nth: number): Promise<void> {
  const victim = crew.memberOf(service, nth);
  if (victim !== undefined) await crew.kill(victim.name);
}

/**
 * Outputs do not reach Kafka for a while, so that its victim has committed some that nobody has
 * read; whoever takes over must publish them.
 */
async function killUnpublished(
  ground: Ground,
  service: ServiceName,
  topic: string,
  nth: number,
): Promise<void> {
  ground.kafka.set({ kind: 'half-open', isLost: isProduceTo(topic) });
  await pause(UNPUBLISHED_MS);
  await kill(ground, service, nth);
  ground.kafka.set({ kind: 'clear' });
}

/** Long enough for others to take over; then it wakes with what it was doing. */
async function freeze({ crew, progress }: Ground, nth: number): Promise<void> {
  const service = nth % 3 === 2 ? 'alerting' : 'scoring';
  const victim = crew.memberOf(service, nth);
  if (victim === undefined) return;
  const before: Commits = await progress[service].commits();
  crew.signal(victim.name, 'SIGSTOP');
  await pause(BEYOND_SESSION_MS);
  await progress[service].next(progress[service].partitions, before, BEYOND_SESSION_MS * 3);
  crew.signal(victim.name, 'SIGCONT');
}

async function weather(proxy: TcpProxy, bad: Weather, forMs: number): Promise<void> {
  proxy.set(bad);
  await pause(forMs);
  proxy.set({ kind: 'clear' });
}

/** Records reach the log, and whoever sent them never hears of it. */
async function loseAnswer({ kafka }: Ground): Promise<void> {
  const before = kafka.lostAnswers();
  while (kafka.lostAnswers() === before) {
    await weather(kafka, { kind: 'lost-answer', isAnswerTo: answerToProduce }, 500);
  }
}

/** Services need it only to start: one of them has to wait for it. */
async function registryAway(ground: Ground, nth: number): Promise<void> {
  await bounce(ground.stack, 'registry', async () => {
    await kill(ground, 'scoring', nth);
    await pause(OUTAGE_MS);
  });
}
