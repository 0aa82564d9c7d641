import { setTimeout as pause } from 'node:timers/promises';
import { createSystemClock } from '@duewatch/config';
import { TOPICS } from '@duewatch/contracts';
import { createFeedClient } from '@duewatch/door-client';
import { countRecords, serviceNames, waitUntilDrained } from '@duewatch/run';
import { ShopFeed } from '../credit-checks/shop-feed.ts';
import type { Ground } from '../ground.ts';
import type { Door } from '../post-steadily.ts';
import { MemoryWatch } from './memory.ts';
import { Probe } from './probe.ts';
import { Traffic } from './traffic.ts';

const CALM_SECONDS = 10;
const SATURATED_SECONDS = 15;
const AFTER_SECONDS = 20;
const TIMES_CAPACITY = 3;

interface Latency {
  readonly p50: number;
  readonly p99: number;
}

/** What an overload came to. Counts are events. */
export interface Outcome {
  /** Events a second that went through, as many as got in, until all were folded. */
  readonly capacityPerSecond: number;
  readonly offeredPerSecond: number;
  readonly seconds: number;
  readonly accepted: number;
  readonly refused: Readonly<Record<string, number>>;
  readonly withoutRetryAfter: number;
  /** Accepted and not in the log, or not folded when nobody had anything left to do. */
  readonly lost: number;
  readonly latencyMs: {
    readonly calm: Latency;
    readonly overloaded: Latency;
    readonly after: Latency;
  };
  /** From the end of the load until probes are taken in and as fast as in the calm. */
  readonly normalAfterSeconds: number;
  /** Megabytes by process: the highest of the first and of the last third of the overload. */
  readonly memory: ReturnType<MemoryWatch['stop']>;
}

interface Load {
  /** Many have few invoices each; the state of few grows by the minute. */
  readonly customers: number;
  readonly seconds: number;
}

/** Measures what goes through, offers three times that, and looks at how it ends. */
export async function runOverload(ground: Ground, door: Door, load: Load): Promise<Outcome> {
  const clock = createSystemClock();
  const drained = () =>
    waitUntilDrained({
      ...{ status: ground.status, clock, signal: new AbortController().signal },
      recordsWritten: () => countRecords(ground.bus),
    });
  const feed = new ShopFeed(load.customers);
  const client = createFeedClient({ ...door, url: ground.urlOf('ingest'), clock });
  await client.send([feed.nextDay(), ...feed.limits(), feed.nextDay()]);

  const capacityPerSecond = await measureCapacity(new Traffic(door, feed), drained);
  const probe = new Probe(ground.bus, door);
  const calmFromMs = performance.now();
  await pause(CALM_SECONDS * 1_000);
  const memory = new MemoryWatch(pidsOf(ground));
  const traffic = new Traffic(door, feed);
  const beganAtMs = performance.now();
  await traffic.offer(TIMES_CAPACITY * capacityPerSecond, load.seconds);
  const endedAtMs = performance.now();
  const resident = memory.stop();
  await pause(AFTER_SECONDS * 1_000);
  const overAtMs = performance.now();
  probe.silence();
  await drained();
  const calm = probe.latencies(calmFromMs, beganAtMs);
  const outcome = {
    ...{ capacityPerSecond, offeredPerSecond: TIMES_CAPACITY * capacityPerSecond },
    seconds: Math.round((endedAtMs - beganAtMs) / 1_000),
    accepted: traffic.acceptedIds.length,
    refused: Object.fromEntries(traffic.refused),
    withoutRetryAfter: traffic.withoutRetryAfter,
    lost: await countLost(ground, traffic.acceptedIds),
    latencyMs: {
      calm: latencyOf(calm),
      overloaded: latencyOf(probe.latencies(beganAtMs, endedAtMs)),
      after: latencyOf(probe.latencies(endedAtMs + 10_000, overAtMs)),
    },
    normalAfterSeconds: round(probe.normalAfterSeconds(endedAtMs, 2 * (calm.at(-1) ?? 0))),
    memory: resident,
  };
  await probe.stop();
  return outcome;
}

async function measureCapacity(traffic: Traffic, drained: () => Promise<void>): Promise<number> {
  await traffic.saturate(SATURATED_SECONDS / 3);
  await drained();
  const before = traffic.acceptedIds.length;
  const beganAtMs = performance.now();
  await traffic.saturate(SATURATED_SECONDS);
  await drained();
  const tookSeconds = (performance.now() - beganAtMs) / 1_000;
  return Math.round((traffic.acceptedIds.length - before) / tookSeconds);
}

/** Everything is folded when this is asked: what is in the log has been processed. */
async function countLost({ bus }: Ground, acceptedIds: readonly string[]): Promise<number> {
  const missing = new Set(acceptedIds);
  await bus.read({
    topics: [TOPICS.events],
    untilEnd: true,
    onRecord: ({ headers }) => void missing.delete(headers['ce_id'] ?? ''),
  });
  return missing.size;
}

function pidsOf(ground: Ground): ReadonlyMap<string, number> {
  return new Map(serviceNames.map((name) => [name, ground.pidOf(name) ?? 0]));
}

function latencyOf(sorted: readonly number[]): Latency {
  const at = (share: number) => round(sorted[Math.floor(sorted.length * share)] ?? 0);
  return { p50: at(0.5), p99: at(0.99) };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
