import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pollUntil } from './deadline.ts';
import { StackError } from './error.ts';
import { fetchServers, type ServerFiles } from './fetch-servers.ts';
import { loopback } from './free-ports.ts';
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
import { type HomePlaces, homePlaces, supervisorLog } from './places.ts';
import { forgetPorts, rememberedPorts } from './port-memory.ts';
import { type ProcessIdentity, signalProcess } from './process-identity.ts';
import { findRedisBinary } from './redis-binary.ts';
import type { NativeStack, ServerName, StackProcess, StackStart } from './running-stack.ts';
import { allSettled, ownStack, waitUntilReady } from './server-start.ts';
import { type SupervisedProcesses, superviseProcesses } from './supervised-processes.ts';
import { takeHome } from './take-home.ts';

/** Ten times what a busy two-core machine needs. */
const readyTimeoutMs = 90_000;
/** A port can be taken between looking and listening; three times in a row it is something else. */
const startAttempts = 3;

/** All that a start needs to know; settled before the first process starts. */
interface NativePlan {
  readonly files: ServerFiles;
  readonly redisBinary: string;
  readonly places: HomePlaces;
  readonly start: StackStart;
}

/** Fetches what is missing and starts Kafka, the registry and both Redis as child processes. */
export async function startNativeStack(start: StackStart): Promise<NativeStack> {
  requireJava(start.env);
  const files = await fetchServers(start.env, start.log);
  const redisBinary = findRedisBinary(files.redisDir, start.env);
  const places = homePlaces(start.home);
  const plan = { files, redisBinary, places, start };
  const lock = await takeHome(places);
  try {
    for (let attempt = 1; ; attempt += 1) {
      const ports = await choosePorts(places);
      prepareFolders(places, ports, start.advertisedKafkaPort);
      const supervised = await superviseProcesses(start.env, supervisorLog(places));
      try {
        const servers = nativeServers(files, redisBinary, places, ports, start.env);
        const processes = await startServers(plan, servers, supervised);
        return {
          ...ownStack('native', ports, supervised, processes, { places, lock }),
          ...{ kind: 'native', dataDir: places.dataDir },
          ...restartable(servers, processes, supervised),
        };
      } catch (error) {
        await supervised.stop();
        if (attempt === startAttempts || !isPortConflict(error)) throw error;
        start.log('A port was taken in between; starting again with others');
        forgetPorts(places.portsFile);
      }
    }
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function startServers(
  { files, places, start }: NativePlan,
  servers: readonly NativeServer[],
  supervised: SupervisedProcesses,
): Promise<readonly StackProcess[]> {
  start.log('Starting Kafka, the schema registry and Redis');
  return await allSettled(
    servers.map(async ({ spec, check }) => {
      if (spec.name === 'kafka') await formatKafka(supervised, files, places);
      const identity = await supervised.start(spec);
      await waitUntilReady(supervised, spec, check, readyTimeoutMs);
      start.log(`  ${check.name} is ready on ${loopback}:${check.port}`);
      return { name: spec.name, ...identity };
    }),
  );
}

function restartable(
  servers: readonly NativeServer[],
  processes: readonly StackProcess[],
  supervised: SupervisedProcesses,
): Pick<NativeStack, 'killServer' | 'restartServer'> {
  const running = new Map<string, ProcessIdentity>(processes.map((one) => [one.name, one]));
  return {
    async killServer(name: ServerName) {
      const identity = running.get(name);
      if (identity !== undefined) signalProcess(identity, 'SIGKILL');
      await pollUntil(() => supervised.exitOf(name) !== undefined, readyTimeoutMs);
    },
    async restartServer(name: ServerName) {
      const server = servers.find(({ spec }) => spec.name === name);
      if (server === undefined) throw new StackError('SERVER_DIED', `${name} is no server`);
      running.set(name, await supervised.start(server.spec));
      await waitUntilReady(supervised, server.spec, server.check, readyTimeoutMs);
    },
  };
}

async function formatKafka(
  supervised: SupervisedProcesses,
  files: ServerFiles,
  places: HomePlaces,
): Promise<void> {
  if (existsSync(join(places.dataDir, 'kafka/meta.properties'))) return;
  const clusterId = randomBytes(16).toString('base64url');
  const spec = kafkaFormatSpec(files, places, clusterId);
  const exit = await supervised.runToEnd(spec);
  if (exit.code === 0) return;
  throw new StackError(
    'SERVER_DIED',
    `Kafka could not format its storage.\nThe end of ${spec.logFile}:\n${logTail(spec.logFile)}`,
  );
}

/** Java says "Address already in use", Redis too, Quarkus "Port 8081 seems to be in use". */
function isPortConflict(error: unknown): boolean {
  return (
    error instanceof StackError && /address already in use|seems to be in use/i.test(error.message)
  );
}

async function choosePorts(places: HomePlaces): Promise<NativePorts> {
  return await rememberedPorts(places.portsFile, [
    'kafka',
    'kafkaController',
    'registry',
    'stateRedis',
    'queueRedis',
  ]);
}

/** Logs of the start before are kept beside the new ones: after a crash they are what one wants. */
function prepareFolders(places: HomePlaces, ports: NativePorts, advertisedPort?: number): void {
  for (const name of ['kafka', 'registry', 'redis-state', 'redis-queue']) {
    mkdirSync(join(places.dataDir, name), { recursive: true });
  }
  mkdirSync(places.logDir, { recursive: true });
  for (const name of ['kafka', 'kafka-format', 'registry', 'redis-state', 'redis-queue']) {
    const file = join(places.logDir, `${name}.log`);
    if (existsSync(file)) renameSync(file, join(places.logDir, `${name}.previous.log`));
  }
  writeFileSync(
    kafkaPropertiesFile(places),
    kafkaProperties(ports, places.dataDir, advertisedPort),
  );
}
