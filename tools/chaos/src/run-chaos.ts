import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createSystemClock } from '@duewatch/config';
import { countRecords, waitUntilDrained } from '@duewatch/run';
import type { FaultKind } from './faults/fault-plan.ts';
import { inflict } from './faults/inflict.ts';
import { type Ground, layGround } from './ground.ts';
import { gatherEvidence } from './oracle/gather-evidence.ts';
import { type Evidence, judge } from './oracle/judge.ts';
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
/** The first few tell what kind of trouble it is. */
const SHOWN = 30;
const SHOWN_LETTERS = 500;

/** Breaks a running system again and again, then counts what came out wrong. */
export async function runChaos(options: ChaosOptions): Promise<ChaosReport> {
  const withSmallDisks = options.faults.some(fillsDisk);
  const ground = await layGround({ ...options, withSmallDisks });
  try {
    const { tenant, doorUrl } = ground;
    const traffic = startTraffic({ ...options, doorUrl, apiKey: tenant.apiKey });
    await everywhere(ground);
    const { done, recoveriesMs } = await inflictAll(ground, options);
    const { findings, ...figures } = judge(await settle(ground, traffic, options.log));
    writeFileSync(join(ground.logDir, 'findings.txt'), findings.join('\n'));
    for (const line of findings.slice(0, SHOWN)) {
      options.log(`  wrong: ${line.slice(0, SHOWN_LETTERS)}`);
    }
    const count = (...kinds: readonly string[]): number =>
      done.filter((kind) => kinds.some((one) => kind.startsWith(one))).length;
    return {
      seed: options.seed,
      events: traffic.sent.length,
      kills: count('kill-', 'registry-away'),
      zombies: count('zombie'),
      stale: countStale(ground.logDir),
      brokerKills: count('broker-kill'),
      redisRollbacks: count('redis-rollback'),
      ...figures,
      recoverySecondsP95: percentile95(recoveriesMs) / 1_000,
      restarts: ground.crew.deaths(),
      faults: Object.fromEntries(done.toSorted().map((kind) => [kind, count(kind)])),
    };
  } finally {
    await ground.stop();
  }
}

interface Inflicted {
  readonly done: readonly FaultKind[];
  readonly recoveriesMs: readonly number[];
}

async function inflictAll(ground: Ground, options: ChaosOptions): Promise<Inflicted> {
  const { faults, seconds, log } = options;
  const startedAt = performance.now();
  const done: FaultKind[] = [];
  const recoveriesMs: number[] = [];
  for (const [nth, kind] of faults.entries()) {
    const elapsed = (performance.now() - startedAt) / 1_000;
    if (elapsed > seconds) break;
    if (fillsDisk(kind) && ground.disks === undefined) continue;
    log(`${elapsed.toFixed(0).padStart(5)} s  ${kind} (${nth + 1} of ${faults.length})`);
    recoveriesMs.push(...(await inflictAndWatch(ground, kind, nth)));
    done.push(kind);
    await everywhere(ground);
  }
  return { done, recoveriesMs };
}

function fillsDisk(kind: FaultKind): boolean {
  return kind.endsWith('disk-full');
}

/** How long each partition of a killed process took until its next commit. */
async function inflictAndWatch(
  ground: Ground,
  kind: FaultKind,
  nth: number,
): Promise<readonly number[]> {
  const { crew, progress } = ground;
  const service = (['scoring', 'alerting'] as const).find((one) => kind === `kill-${one}`);
  const owners = service && (await crew.ownersOf(service));
  const startedAt = performance.now();
  await inflict(ground, kind, nth);
  if (service === undefined || owners === undefined) return [];
  const name = crew.memberOf(service, nth)?.name;
  const owned = [...owners].flatMap(([partition, owner]) => (owner === name ? [partition] : []));
  const atDeath = await progress[service].commits();
  const killedForMs = performance.now() - startedAt;
  const tookMs = await progress[service].next(owned, atDeath, PROGRESS_WITHIN_MS);
  return tookMs.map((ms) => ms + killedForMs);
}

/** Everyone is back, and every partition of both folds moves. */
async function everywhere({ crew, progress }: Ground): Promise<void> {
  const deadline = performance.now() + PROGRESS_WITHIN_MS;
  for (;;) {
    const statuses = await crew.status().catch(() => []);
    if (statuses.length > 0 && statuses.every(({ ready }) => ready)) break;
    if (performance.now() > deadline) throw new Error('a service did not come back');
    await pause(100);
  }
  for (const stream of [progress.scoring, progress.alerting]) {
    await stream.next(stream.partitions, await stream.commits(), PROGRESS_WITHIN_MS);
  }
}

/** Lets everything come to its end, and collects what it came to. */
async function settle(
  ground: Ground,
  traffic: Traffic,
  log: (line: string) => void,
): Promise<Evidence> {
  const { bus, crew } = ground;
  const { rejected } = await traffic.finish();
  log(`${traffic.sent.length} events were sent, ${rejected.length} rejected; waiting for the end`);
  await waitUntilDrained({
    status: () => crew.status(),
    recordsWritten: () => countRecords(bus),
    clock: createSystemClock(),
    signal: new AbortController().signal,
  });
  log('Nothing is left to do; holding what came of it against the log');
  const refused = new Set(rejected.map(({ id }) => id));
  return await gatherEvidence(
    ground,
    traffic.sent.filter(({ id }) => !refused.has(id)),
  );
}

/** Commits that were refused because another owner had moved on, as the services said. */
function countStale(logDir: string): number {
  const texts = readdirSync(logDir).map((file) => readFileSync(join(logDir, file), 'utf8'));
  return texts.join('\n').split('was committed by another owner').length - 1;
}
