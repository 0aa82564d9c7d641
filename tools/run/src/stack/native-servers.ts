import { join } from 'node:path';
import type { ServerFiles } from './fetch-servers.ts';
import { loopback } from './free-ports.ts';
import { type HomePlaces, repositoryRoot } from './places.ts';
import {
  kafkaJvmFlags,
  kafkaSettings,
  redisFlags,
  registryEnvironment,
  registryJvmFlags,
  serverVersions,
} from './server-settings.ts';
import { type ReadinessCheck, readinessChecks, type ServerPorts } from './server-start.ts';
import type { ServerSpec } from './supervisor-protocol.ts';

/** The port of each server, and the one that the broker keeps for itself. */
export interface NativePorts extends ServerPorts {
  readonly kafkaController: number;
}

/** How one server is started and how one sees that it is ready. */
export interface NativeServer {
  readonly spec: ServerSpec;
  readonly check: ReadinessCheck;
}

/** The contents of Kafka's properties file. */
export function kafkaProperties(
  ports: NativePorts,
  dataDir: string,
  advertisedPort = ports.kafka,
): string {
  const client = `CLIENT://${loopback}:${ports.kafka}`;
  const controller = `${loopback}:${ports.kafkaController}`;
  const own = {
    'controller.quorum.voters': `1@${controller}`,
    listeners: `${client},CONTROLLER://${controller}`,
    'advertised.listeners': `CLIENT://${loopback}:${advertisedPort}`,
    'inter.broker.listener.name': 'CLIENT',
    'listener.security.protocol.map': 'CLIENT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'log.dirs': join(dataDir, 'kafka'),
  };
  const lines = Object.entries({ ...kafkaSettings, ...own });
  return `${lines.map(([key, value]) => `${key}=${escapeProperty(value)}`).join('\n')}\n`;
}

/** Java reads a backslash in a properties file as the start of an escape. */
function escapeProperty(value: string): string {
  return value.replaceAll('\\', '\\\\');
}

/** The command that writes Kafka's storage header; harmless on a formatted folder. */
export function kafkaFormatSpec(
  files: ServerFiles,
  places: HomePlaces,
  clusterId: string,
): ServerSpec {
  // In one word: an id may begin with a dash and would pass for an option.
  const args = ['format', `--cluster-id=${clusterId}`, '--ignore-formatted', '--config'];
  return {
    name: 'kafka-format',
    command: 'java',
    args: [...kafkaJava(files), 'kafka.tools.StorageTool', ...args, kafkaPropertiesFile(places)],
    cwd: places.dataDir,
    logFile: join(places.logDir, 'kafka-format.log'),
  };
}

/** Where `kafkaProperties` is written before the start. */
export function kafkaPropertiesFile(places: HomePlaces): string {
  return join(places.dataDir, 'kafka.properties');
}

/** The four servers, in no particular order: none needs another to start. */
export function nativeServers(
  files: ServerFiles,
  redisBinary: string,
  places: HomePlaces,
  ports: NativePorts,
  env: NodeJS.ProcessEnv,
): readonly NativeServer[] {
  const checks = readinessChecks(ports);
  const redis = (name: string, port: number): ServerSpec =>
    redisSpec(name, redisBinary, places, port);
  return [
    { spec: kafkaSpec(files, places), check: checks.kafka },
    { spec: registrySpec(files, places, ports.registry, env), check: checks.registry },
    { spec: redis('redis-state', ports.stateRedis), check: checks.stateRedis },
    { spec: redis('redis-queue', ports.queueRedis), check: checks.queueRedis },
  ];
}

function kafkaSpec(files: ServerFiles, places: HomePlaces): ServerSpec {
  return {
    name: 'kafka',
    command: 'java',
    args: [
      ...kafkaJvmFlags,
      // A broker without memory limps on for minutes; dead, it is noticed.
      '-XX:+ExitOnOutOfMemoryError',
      ...kafkaJava(files),
      'kafka.Kafka',
      kafkaPropertiesFile(places),
    ],
    cwd: places.dataDir,
    logFile: join(places.logDir, 'kafka.log'),
  };
}

function kafkaJava(files: ServerFiles): readonly string[] {
  const logConfig = join(repositoryRoot, 'infra/native/log4j2.properties');
  return [
    '-Djava.awt.headless=true',
    `-Dlog4j2.configurationFile=${logConfig}`,
    '-cp',
    join(files.kafkaDir, '*'),
  ];
}

function registrySpec(
  files: ServerFiles,
  places: HomePlaces,
  port: number,
  env: NodeJS.ProcessEnv,
): ServerSpec {
  const jar = `apicurio-registry-app-${serverVersions.registry}-runner.jar`;
  return {
    name: 'registry',
    command: 'java',
    args: [...registryJvmFlags, '-jar', join(files.registryDir, jar)],
    env: {
      ...env,
      ...registryEnvironment(join(places.dataDir, 'registry/registry')),
      QUARKUS_HTTP_HOST: loopback,
      QUARKUS_HTTP_PORT: String(port),
    },
    cwd: places.dataDir,
    logFile: join(places.logDir, 'registry.log'),
  };
}

function redisSpec(name: string, binary: string, places: HomePlaces, port: number): ServerSpec {
  const dir = join(places.dataDir, name);
  const own = [
    ['--port', String(port)],
    ['--bind', loopback],
    ['--dir', dir],
  ] as const;
  return {
    name,
    command: binary,
    args: [...own, ...redisFlags].flat(),
    cwd: dir,
    logFile: join(places.logDir, `${name}.log`),
  };
}
