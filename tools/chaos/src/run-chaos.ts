import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSystemClock } from '@duewatch/config';
import { topicDefinitions } from '@duewatch/contracts';
import { waitUntilDrained } from '@duewatch/run';
import type { FaultKind } from './fault-plan.ts';
import { inflict } from './faults.ts';
import { type Ground, layGround } from './ground.ts';
import { judge } from './oracle/judge.ts';
import { type ChaosReport, percentile95 } from './report.ts';
import { startTraffic, type Traffic } from './traffic.ts';

export interface ChaosOptions {
  /** Folder for data and logs; it is left for whoever asks why. */
  readonly base: string;
  readonly seed: number;
  readonly events: number;
  readonly eventsPerSecond: number;
  readonly faults: readonly FaultKind[];
  /** No further fault begins after so long. */
  readonly seconds: number;
  log(line: string): void;
}

/** Between two faults every partition must have moved, or they would hit idle processes. */
const PROGRESS_WITHIN_MS = 90_000;

/** Breaks a running system again and again, then counts what came out wrong. */
export async function runChaos(options: ChaosOptions): Promise<ChaosReport> {
  const ground = await layGround(options.base, options.log);
  try {
    const { tenant, doorUrl } = ground;
    const traffic = startTraffic({ ...options, doorUrl, apiKey: tenant.apiKey });
    await everywhere(ground);
    const done = await inflictAll(ground, options);
    const verdict = await settle(ground, traffic, options.log);
    const { recoveriesMs, ...counts } = done;
    return {
      seed: options.seed,
      events: traffic.sent.length,
      ...counts,
      stale: countStale(ground.logDir),
      restarts: ground.crew.deaths(),
      ...verdict,
      recoverySecondsP95: percentile95(recoveriesMs) / 1_000,
    };
  } finally {
    await ground.stop();
  }
}

type Counts = Pick<ChaosReport, 'kills' | 'zombies' | 'brokerKills' | 'redisRollbacks'> & {
  readonly recoveriesMs: readonly number[];
};

async function inflictAll(ground: Ground, options: ChaosOptions): Promise<Counts> {
  const { faults, seconds, log } = options;
  const startedAt = performance.now();
  const done: FaultKind[] = [];
  const recoveriesMs: number[] = [];
  for (const [nth, kind] of faults.entries()) {
    const elapsed = (performance.now() - startedAt) / 1_000;
    if (elapsed > seconds) break;
    log(`${elapsed.toFixed(0).padStart(5)} s  ${kind} (${nth + 1} of ${faults.length})`);
    const watched = kind === 'kill-scoring' ? await ownedBy(ground, nth) : undefined;
    await inflict(ground, kind, nth);
    done.push(kind);
    if (watched !== undefined) {
      const { scoring } = ground.progress;
      const atDeath = await scoring.commits();
      recoveriesMs.push(...(await scoring.next(watched, atDeath, PROGRESS_WITHIN_MS)));
    }
    await everywhere(ground);
  }
  const count = (...prefixes: readonly string[]): number =>
    done.filter((kind) => prefixes.some((prefix) => kind.startsWith(prefix))).length;
  return {
    kills: count('kill-', 'registry-away'),
    zombies: count('zombie'),
    brokerKills: count('broker-kill'),
    redisRollbacks: count('redis-rollback', 'redis-flush'),
    recoveriesMs,
  };
}

/** Everyone is back, and every partition of both folds moves. */
async function everywhere({ crew, progress }: Ground): Promise<void> {
  const deadline = performance.now() + PROGRESS_WITHIN_MS;
  for (;;) {
    const statuses = await crew.status().catch(() => []);
    if (statuses.length > 0 && statuses.every(({ ready }) => ready)) break;
    if (performance.now() > deadline) throw new Error('a service did not come back');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  for (const stream of [progress.scoring, progress.alerting]) {
    await stream.next(stream.partitions, await stream.commits(), PROGRESS_WITHIN_MS);
  }
}

/** Partitions of the scoring process that `nth` chooses. */
async function ownedBy({ crew }: Ground, nth: number): Promise<readonly number[]> {
  const status = await crew.statusOf(`scoring-${1 + (nth % 2)}`);
  return status['partitions'] as readonly number[];
}

async function settle(ground: Ground, traffic: Traffic, log: (line: string) => void) {
  const { bus, crew } = ground;
  const { rejected } = await traffic.finish();
  log(`${traffic.sent.length} events were sent, ${rejected.length} rejected; waiting for the end`);
  await waitUntilDrained({
    status: () => crew.status(),
    recordsWritten: async () => {
      let count = 0;
      for (const { name } of topicDefinitions()) {
        for (const { start, end } of await bus.ends(name)) count += end - start;
      }
      return count;
    },
    clock: createSystemClock(),
    signal: new AbortController().signal,
  });
  const refused = new Set(rejected.map(({ id }) => id));
  return await judge(
    ground,
    traffic.sent.filter(({ id }) => !refused.has(id)),
    log,
  );
}

/** Commits that were refused because another owner had moved on, as the services said. */
function countStale(logDir: string): number {
  const texts = readdirSync(logDir).map((file) => readFileSync(join(logDir, file), 'utf8'));
  return texts.join('\n').split('was committed by another owner').length - 1;
}
