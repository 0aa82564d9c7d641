import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pollUntil } from './deadline.ts';
import { StackError } from './error.ts';
import { fetchServers, type ServerFiles } from './fetch-servers.ts';
import { tryLock } from './file-lock.ts';
import { findFreePorts, loopback } from './free-ports.ts';
import { logTail } from './log-tail.ts';
import { requireJava } from './maven.ts';
import {
  kafkaFormatSpec,
  kafkaProperties,
  kafkaPropertiesFile,
  type NativePorts,
  type NativeServer,
  nativeServers,
} from './native-servers.ts';
import { type HomePlaces, homePlaces } from './places.ts';
import { findRedisBinary } from './redis-binary.ts';
import type { ServerStack, StackAddresses, StackProcess } from './running-stack.ts';
import { registryApiPath, registryCompatibility } from './server-settings.ts';
import { type SupervisedProcesses, superviseProcesses } from './supervised-processes.ts';

/** Ten times what a busy two-core machine needs. */
const readyTimeoutMs = 90_000;
/** A port can be taken between looking and listening; three times in a row it is something else. */
const startAttempts = 3;

/** A native stack with what is needed to leave it running alone. */
export interface NativeStack extends ServerStack {
  readonly kind: 'native';
  readonly processes: readonly StackProcess[];
  /** Leaves the servers running after this process and gives up the home's lock. */
  detach(): void;
}

interface NativeStart {
  readonly home: string;
  readonly env: NodeJS.ProcessEnv;
  readonly log: (line: string) => void;
}

/** Fetches what is missing and starts Kafka, the registry and both Redis as child processes. */
export async function startNativeStack({ home, env, log }: NativeStart): Promise<NativeStack> {
  requireJava();
  const files = await fetchServers(env, log);
  const redisBinary = findRedisBinary(files.redisDir, process.platform, process.arch);
  const places = homePlaces(home);
  const lock = tryLock(places.lockFile);
  if ('pid' in lock) {
    throw new StackError(
      'LOCKED',
      `Process ${lock.pid} already runs a stack in ${places.root}. Stop it first, or set ` +
        'DUEWATCH_HOME to another folder.',
    );
  }
  try {
    const started = await startWithFreshPorts(files, redisBinary, places, env, log);
    return nativeStack(started, lock.release);
  } catch (error) {
    lock.release();
    throw error;
  }
}

interface Started {
  readonly supervised: SupervisedProcesses;
  readonly ports: NativePorts;
  readonly processes: readonly StackProcess[];
}

async function startWithFreshPorts(
  files: ServerFiles,
  redisBinary: string,
  places: HomePlaces,
  env: NodeJS.ProcessEnv,
  log: (line: string) => void,
): Promise<Started> {
  for (let attempt = 1; ; attempt += 1) {
    const ports = await choosePorts(places);
    prepareFolders(places, ports);
    const servers = nativeServers(files, redisBinary, places, ports, env);
    const supervised = await superviseProcesses();
    try {
      const processes = await startServers(supervised, servers, files, places, log);
      await setCompatibility(ports.registry);
      return { supervised, ports, processes };
    } catch (error) {
      await supervised.stop();
      if (attempt === startAttempts || !isPortConflict(error)) throw error;
      log('A port was taken in between; starting again with others');
      rmSync(places.portsFile, { force: true });
    }
  }
}

async function startServers(
  supervised: SupervisedProcesses,
  servers: readonly NativeServer[],
  files: ServerFiles,
  places: HomePlaces,
  log: (line: string) => void,
): Promise<readonly StackProcess[]> {
  log('Starting Kafka, the schema registry and Redis');
  const starting = servers.map(async (server): Promise<StackProcess> => {
    if (server.spec.name === 'kafka') await formatKafka(supervised, files, places);
    const identity = await supervised.start(server.spec);
    await waitUntilReady(supervised, server);
    log(`  ${server.spec.name} is ready on ${loopback}:${server.port}`);
    return { name: server.spec.name, ...identity };
  });
  // All must have settled before the caller may stop the supervisor.
  const outcomes = await Promise.allSettled(starting);
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  const processes = outcomes.flatMap((o) => (o.status === 'fulfilled' ? [o.value] : []));
  return [...processes, { name: 'supervisor', ...supervised.supervisor }];
}

async function formatKafka(
  supervised: SupervisedProcesses,
  files: ServerFiles,
  places: HomePlaces,
): Promise<void> {
  const isFormatted = readText(join(places.dataDir, 'kafka/meta.properties')) !== undefined;
  if (isFormatted) return;
  const clusterId = randomBytes(16).toString('base64url');
  const spec = kafkaFormatSpec(files, places, clusterId);
  const exit = await supervised.runToEnd(spec);
  if (exit.code !== 0) {
    throw new StackError(
      'SERVER_DIED',
      `Kafka could not format its storage.\nThe end of ${spec.logFile}:\n${logTail(spec.logFile)}`,
    );
  }
}

async function waitUntilReady(
  supervised: SupervisedProcesses,
  { spec, port, isReady }: NativeServer,
): Promise<void> {
  const hasEnded = (): boolean => supervised.exitOf(spec.name) !== undefined;
  const isDone = await pollUntil(async () => hasEnded() || (await isReady()), readyTimeoutMs);
  if (isDone && !hasEnded()) return;
  const what = hasEnded()
    ? 'ended before it was ready'
    : `was not ready on port ${port} after ${readyTimeoutMs / 1000} s`;
  throw new StackError(
    hasEnded() ? 'SERVER_DIED' : 'SERVER_NOT_READY',
    `${spec.name} ${what}.\nThe end of ${spec.logFile}:\n${logTail(spec.logFile)}`,
  );
}

function isPortConflict(error: unknown): boolean {
  return (
    error instanceof StackError && /address already in use|Port \d+ seems/i.test(error.message)
  );
}

async function choosePorts(places: HomePlaces): Promise<NativePorts> {
  const wished = readPorts(places);
  const [kafka, kafkaController, registry, stateRedis, queueRedis] = await findFreePorts([
    wished?.kafka ?? 0,
    wished?.kafkaController ?? 0,
    wished?.registry ?? 0,
    wished?.stateRedis ?? 0,
    wished?.queueRedis ?? 0,
  ]);
  const all = { kafka, kafkaController, registry, stateRedis, queueRedis };
  return all as NativePorts;
}

function readPorts(places: HomePlaces): Partial<NativePorts> | undefined {
  try {
    return JSON.parse(readText(places.portsFile) ?? '') as Partial<NativePorts>;
  } catch {
    return undefined;
  }
}

/** Logs of the start before are kept beside the new ones: after a crash they are what one wants. */
function prepareFolders(places: HomePlaces, ports: NativePorts): void {
  for (const dir of ['kafka', 'registry', 'redis-state', 'redis-queue']) {
    mkdirSync(join(places.dataDir, dir), { recursive: true });
  }
  mkdirSync(places.logDir, { recursive: true });
  for (const name of ['kafka', 'kafka-format', 'registry', 'redis-state', 'redis-queue']) {
    const file = join(places.logDir, `${name}.log`);
    if (readText(file) !== undefined) renameSync(file, join(places.logDir, `${name}.previous.log`));
  }
  mkdirSync(dirname(places.portsFile), { recursive: true });
  writeFileSync(places.portsFile, `${JSON.stringify(ports)}\n`);
  writeFileSync(kafkaPropertiesFile(places), kafkaProperties(ports, places.dataDir));
}

/** The registry starts with NONE; every start says again what the deployment promises. */
async function setCompatibility(port: number): Promise<void> {
  const response = await fetch(`http://${loopback}:${port}${registryApiPath}/config`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ compatibility: registryCompatibility }),
  });
  if (response.ok) return;
  const answer = await response.text();
  throw new StackError(
    'SERVER_NOT_READY',
    `The registry refused its compatibility rule: ${answer}`,
  );
}

function nativeStack({ supervised, ports, processes }: Started, unlock: () => void): NativeStack {
  return {
    kind: 'native',
    ...addressesOf(ports),
    processes,
    onServerExit: (listener) => supervised.onExit(listener),
    stop: async () => {
      await supervised.stop();
      unlock();
    },
    detach: () => {
      supervised.detach();
      unlock();
    },
  };
}

function addressesOf(ports: NativePorts): StackAddresses {
  return {
    kafkaBrokers: [`${loopback}:${ports.kafka}`],
    registryUrl: `http://${loopback}:${ports.registry}${registryApiPath}`,
    stateRedisUrl: `redis://${loopback}:${ports.stateRedis}`,
    queueRedisUrl: `redis://${loopback}:${ports.queueRedis}`,
  };
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
