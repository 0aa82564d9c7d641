import { loopback } from './free-ports.ts';
import {
  kafkaJvmFlags,
  kafkaSettings,
  redisFlags,
  registryEnvironment,
  registryJvmFlags,
  serverVersions,
} from './server-settings.ts';
import { type ReadinessCheck, readinessChecks, type ServerPorts } from './server-start.ts';

/** One server as a container: what docker-compose.yml says of it, and what testcontainers start. */
export interface ContainerServer {
  readonly name: 'kafka' | 'registry' | 'redis-state' | 'redis-queue';
  readonly image: string;
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly containerPort: number;
  readonly hostPort: number;
  readonly check: ReadinessCheck;
}

/** Where the registry's database lies inside its container; Compose mounts a volume there. */
export const registryDatabaseInContainer = '/data/registry';

/** The four servers as containers, reached through these ports of this machine. */
export function containerServers(
  ports: ServerPorts,
  registryDatabase = registryDatabaseInContainer,
): readonly ContainerServer[] {
  const checks = readinessChecks(ports);
  const redis = (name: 'redis-state' | 'redis-queue', port: 'stateRedis' | 'queueRedis') => ({
    name,
    image: `redis:${serverVersions.redisImage}`,
    command: ['redis-server', ...redisFlags.flat()],
    environment: {},
    containerPort: 6379,
    hostPort: ports[port],
    check: checks[port],
  });
  return [
    {
      name: 'kafka',
      image: `apache/kafka:${serverVersions.kafka}`,
      command: [],
      environment: kafkaContainerEnvironment(ports.kafka),
      containerPort: 9092,
      hostPort: ports.kafka,
      check: checks.kafka,
    },
    {
      name: 'registry',
      image: `apicurio/apicurio-registry:${serverVersions.registry}`,
      command: [],
      environment: {
        ...registryEnvironment(registryDatabase),
        JAVA_OPTS_APPEND: registryJvmFlags.join(' '),
      },
      containerPort: 8080,
      hostPort: ports.registry,
      check: checks.registry,
    },
    redis('redis-state', 'stateRedis'),
    redis('redis-queue', 'queueRedis'),
  ];
}

/** Clients on this machine and containers beside the broker see it under different names. */
function kafkaContainerEnvironment(hostPort: number): Readonly<Record<string, string>> {
  const own = {
    'controller.quorum.voters': '1@localhost:9093',
    listeners: 'CLIENT://0.0.0.0:9092,INTERNAL://0.0.0.0:19092,CONTROLLER://0.0.0.0:9093',
    'advertised.listeners': `CLIENT://${loopback}:${hostPort},INTERNAL://kafka:19092`,
    'inter.broker.listener.name': 'INTERNAL',
    'listener.security.protocol.map': 'CLIENT:PLAINTEXT,INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'log.dirs': '/var/lib/kafka/data',
  };
  const settings = Object.entries({ ...kafkaSettings, ...own });
  return {
    ...Object.fromEntries(settings.map(([key, value]) => [kafkaVariable(key), value])),
    KAFKA_HEAP_OPTS: kafkaJvmFlags.filter((flag) => flag.startsWith('-Xm')).join(' '),
    KAFKA_JVM_PERFORMANCE_OPTS: kafkaJvmFlags.filter((flag) => flag.startsWith('-XX')).join(' '),
  };
}

/** How the image names a broker setting: `node.id` → `KAFKA_NODE_ID`. */
function kafkaVariable(setting: string): string {
  return `KAFKA_${setting.toUpperCase().replaceAll('.', '_')}`;
}
