import { join } from 'node:path';
import type { ServerFiles } from './fetch-servers.ts';
import { loopback } from './free-ports.ts';
import { kafkaIsReady, redisIsReady, registryIsReady } from './health.ts';
import { type HomePlaces, repositoryRoot } from './places.ts';
import {
  kafkaJvmFlags,
  kafkaSettings,
  redisFlags,
  registryEnvironment,
  registryJvmFlags,
} from './server-settings.ts';
import type { ServerSpec } from './supervisor-protocol.ts';

/** The port of each server. */
export interface NativePorts {
  readonly kafka: number;
  readonly kafkaController: number;
  readonly registry: number;
  readonly stateRedis: number;
  readonly queueRedis: number;
}

/** How one server is started and how one sees that it is ready. */
export interface NativeServer {
  readonly spec: ServerSpec;
  readonly port: number;
  isReady(): Promise<boolean>;
}

/** The contents of Kafka's properties file. */
export function kafkaProperties(ports: NativePorts, dataDir: string): string {
  const own = {
    'controller.quorum.voters': `1@${loopback}:${ports.kafkaController}`,
    listeners: `CLIENT://${loopback}:${ports.kafka},CONTROLLER://${loopback}:${ports.kafkaController}`,
    'advertised.listeners': `CLIENT://${loopback}:${ports.kafka}`,
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
  const args = ['format', '--cluster-id', clusterId, '--ignore-formatted', '--config'];
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
  return [
    kafkaServer(files, places, ports.kafka),
    registryServer(files, places, ports.registry, env),
    redisServer('redis-state', redisBinary, places, ports.stateRedis),
    redisServer('redis-queue', redisBinary, places, ports.queueRedis),
  ];
}

function kafkaServer(files: ServerFiles, places: HomePlaces, port: number): NativeServer {
  return {
    port,
    spec: {
      name: 'kafka',
      command: 'java',
      args: [
        ...kafkaJvmFlags,
        '-XX:+ExitOnOutOfMemoryError',
        ...kafkaJava(files),
        'kafka.Kafka',
        kafkaPropertiesFile(places),
      ],
      cwd: places.dataDir,
      logFile: join(places.logDir, 'kafka.log'),
    },
    isReady: () => kafkaIsReady(loopback, port),
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

function registryServer(
  files: ServerFiles,
  places: HomePlaces,
  port: number,
  env: NodeJS.ProcessEnv,
): NativeServer {
  return {
    port,
    spec: {
      name: 'registry',
      command: 'java',
      args: [
        ...registryJvmFlags,
        '-jar',
        join(files.registryDir, 'apicurio-registry-app-3.0.9-runner.jar'),
      ],
      env: {
        ...env,
        ...registryEnvironment(join(places.dataDir, 'registry/registry')),
        QUARKUS_HTTP_HOST: loopback,
        QUARKUS_HTTP_PORT: String(port),
      },
      cwd: places.dataDir,
      logFile: join(places.logDir, 'registry.log'),
    },
    isReady: () => registryIsReady(loopback, port),
  };
}

function redisServer(
  name: 'redis-state' | 'redis-queue',
  binary: string,
  places: HomePlaces,
  port: number,
): NativeServer {
  const dir = join(places.dataDir, name);
  const own = [
    ['--port', String(port)],
    ['--bind', loopback],
    ['--dir', dir],
  ] as const;
  return {
    port,
    spec: {
      name,
      command: binary,
      args: [...own, ...redisFlags].flat(),
      cwd: dir,
      logFile: join(places.logDir, `${name}.log`),
    },
    isReady: () => redisIsReady(loopback, port),
  };
}
