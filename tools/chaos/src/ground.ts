import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ALERTING, ALERTING_INPUTS } from '@duewatch/alerting';
import { createSystemClock, environment } from '@duewatch/config';
import { type Codec, createCodec, PARTITIONS_DEFAULT } from '@duewatch/contracts';
import { type Bus, createKafkaBus, createRegistryClient } from '@duewatch/event-bus';
import { createRedisClient, type RedisClient } from '@duewatch/redis';
import {
  createRunHome,
  createTenant,
  findFreePorts,
  type NativeStack,
  prepareStack,
  type RunSinks,
  type RunTenant,
  runSettings,
  startNativeStack,
  startRunSinks,
  writeSettings,
} from '@duewatch/run';
import { SCORING, SCORING_INPUTS } from '@duewatch/scoring-logic';
import { createRedisStore, type PartitionStore } from '@duewatch/stream';
import { type Crew, startCrew } from './crew.ts';
import { Progress } from './progress.ts';
import { mountSmallDisk, type SmallDisk, unmountUnused } from './small-disk.ts';
import { startTcpProxy, type TcpProxy } from './tcp-proxy.ts';

/** The system under attack, and the handles to attack it by. */
export interface Ground {
  readonly stack: NativeStack;
  readonly crew: Crew;
  readonly sinks: RunSinks;
  readonly tenant: RunTenant;
  readonly doorUrl: string;
  readonly logDir: string;
  /** Between the services and Kafka. */
  readonly kafka: TcpProxy;
  /** Between the services and the Redis that holds state. */
  readonly redis: TcpProxy;
  /** Straight to the servers, past the proxies. */
  readonly stateRedis: RedisClient;
  readonly queueRedis: RedisClient;
  /** Data of Kafka and of the Redis that holds state; undefined where there are no such disks. */
  readonly disks: Readonly<Record<'kafka' | 'redis', SmallDisk>> | undefined;
  /** What scoring has committed. */
  readonly scoringStore: PartitionStore;
  readonly progress: Readonly<Record<'scoring' | 'alerting', Progress>>;
  /** For looking on. */
  readonly bus: Bus;
  readonly codec: Codec;
  stop(): Promise<void>;
}

/** Tenant and calendar of the run. */
export const WHO = { tenantId: 'chaos', calendarId: 'chaos' } as const;

/** What the receivers of a run hear without routes, and all changes beside it. */
const ROUTES = `route:
  receiver: systems
  routes:
    - { match: { minSeverity: error }, receiver: credit-manager, continue: true }
    - { match: { minSeverity: warning }, receiver: credit-team, continue: true }
    - { receiver: systems }
changes:
  - { receiver: systems, tenant: ${WHO.tenantId} }
`;

export interface GroundOptions {
  /** It is started in a folder of its own under this one. */
  readonly base: string;
  /** Data of some servers shall lie on disks that can run full. */
  readonly withSmallDisks: boolean;
  log(line: string): void;
}

/** Starts all of it. */
export async function layGround({ base, withSmallDisks, log }: GroundOptions): Promise<Ground> {
  const clock = createSystemClock();
  const env = { ...environment() };
  await unmountUnused(base);
  const home = createRunHome(base, { nowMs: clock.now(), keep: false });
  const undo: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const targets = { kafka: 0, redis: 0 };
    const kafka = await startTcpProxy(() => targets.kafka);
    undo.push(() => kafka.close());
    const redis = await startTcpProxy(() => targets.redis);
    undo.push(() => redis.close());
    const dataDir = join(home.path, 'data');
    const disks = withSmallDisks ? await mountDisks(dataDir, undo, log) : undefined;
    const start = { home: home.path, env, log, advertisedKafkaPort: kafka.port };
    const stack = await startNativeStack(start);
    undo.push(() => stack.stop());
    targets.kafka = Number(stack.kafkaBrokers[0]?.split(':')[1]);
    targets.redis = Number(new URL(stack.stateRedisUrl).port);
    await prepareStack(stack, PARTITIONS_DEFAULT, log);
    const sinks = await startRunSinks();
    undo.push(() => sinks.close());
    const tenant = createTenant(WHO.tenantId, WHO.calendarId);
    const [doorPort = 0] = await findFreePorts([0]);
    const kafkaBrokers = [`127.0.0.1:${kafka.port}`];
    const behindProxies = { kafkaBrokers, stateRedisUrl: `redis://127.0.0.1:${redis.port}` };
    const routesFile = join(home.path, 'routes.yaml');
    writeFileSync(routesFile, ROUTES);
    const settings = runSettings({
      stack: { ...stack, ...behindProxies },
      partitions: PARTITIONS_DEFAULT,
      ports: { ingest: doorPort, scoring: 0, alerting: 0, notifier: 0 },
      tenants: [tenant],
      calendarIds: [],
      sinks: sinks.addresses,
      routesFile,
    });
    writeSettings(home.settingsFile, settings);
    log('Starting two of each service');
    const crew = await startCrew({ ...home, env, doorPort });
    undo.push(() => crew.stop());
    const stateRedis = createRedisClient(stack.stateRedisUrl, { name: 'chaos' });
    undo.push(() => stateRedis.close());
    const queueRedis = createRedisClient(stack.queueRedisUrl, { name: 'chaos' });
    undo.push(() => queueRedis.close());
    const bus = createKafkaBus({ brokers: kafkaBrokers, clientId: 'chaos' });
    undo.push(() => bus.close());
    const storeOf = (stream: string, inputs: readonly string[]): PartitionStore =>
      createRedisStore({ redis: stateRedis, stream, inputs });
    const scoringStore = storeOf(SCORING, SCORING_INPUTS);
    const alertingStore = storeOf(ALERTING, ALERTING_INPUTS);
    return {
      ...{ stack, crew, sinks, tenant, kafka, redis, stateRedis, queueRedis, bus, stop },
      ...{ disks, scoringStore },
      doorUrl: `http://127.0.0.1:${doorPort}`,
      logDir: home.logDir,
      progress: {
        scoring: new Progress(scoringStore, PARTITIONS_DEFAULT),
        alerting: new Progress(alertingStore, PARTITIONS_DEFAULT),
      },
      codec: createCodec({ ids: await createRegistryClient(stack.registryUrl).lookup() }),
    };
  } catch (error) {
    await stop().catch(() => undefined);
    throw error;
  }
}

/** A full disk can be shown only on one that is small, and only root may mount one. */
async function mountDisks(
  dataDir: string,
  undo: (() => Promise<void>)[],
  log: (line: string) => void,
): Promise<Ground['disks']> {
  try {
    const kafka = await mountSmallDisk(join(dataDir, 'kafka'));
    undo.push(() => kafka.unmount());
    const redis = await mountSmallDisk(join(dataDir, 'redis-state'));
    undo.push(() => redis.unmount());
    return { kafka, redis };
  } catch (error) {
    log(`No disk will run full here: ${String(error).trim()}`);
    return undefined;
  }
}
