/**
 * How every server of the stack is set, whoever starts it. The native launcher and
 * docker-compose.yml both say what stands here; `compose.test.ts` fails when they drift apart.
 */

/** Versions that are fetched (infra/native/pom.xml) and named as images (docker-compose.yml). */
export const serverVersions = {
  kafka: '4.3.1',
  registry: '3.0.9',
  /** The jar's version; the Redis inside is 6.2, the oldest that we support. */
  embeddedRedis: '1.4.3',
  /** The last line of Redis under its old licence; it reads the same flags. */
  redisImage: '7.2.5-alpine',
} as const;

/** One broker, so every internal topic has one replica; clients never create topics by accident. */
export const kafkaSettings: Readonly<Record<string, string>> = {
  'process.roles': 'broker,controller',
  'node.id': '1',
  'controller.listener.names': 'CONTROLLER',
  'auto.create.topics.enable': 'false',
  'default.replication.factor': '1',
  'min.insync.replicas': '1',
  'offsets.topic.replication.factor': '1',
  // Fifty partitions of consumer offsets serve thousands of groups; a handful of groups needs few.
  'offsets.topic.num.partitions': '6',
  'transaction.state.log.replication.factor': '1',
  'transaction.state.log.min.isr': '1',
  'transaction.state.log.num.partitions': '6',
  'share.coordinator.state.topic.replication.factor': '1',
  'share.coordinator.state.topic.min.isr': '1',
  // A lone member must not wait three seconds for others before its first assignment.
  'group.initial.rebalance.delay.ms': '0',
  // The default of 128 MB is a quarter of the small heap that we give the broker.
  'log.cleaner.dedupe.buffer.size': '33554432',
};

/**
 * Heap and collector of the broker. 512 MB carries 200,000 events with the page cache doing the
 * rest.
 */
export const kafkaJvmFlags: readonly string[] = ['-Xms256m', '-Xmx512m', '-XX:+UseSerialGC'];

/** C1 only: the registry answers a few dozen calls per run, so start time is all that counts. */
export const registryJvmFlags: readonly string[] = [
  '-Xmx192m',
  '-XX:+UseSerialGC',
  '-XX:TieredStopAtLevel=1',
];

/** WRITE_DELAY=0: a schema id given out must survive a kill, for the log keeps it for ever. */
export function registryEnvironment(databaseFile: string): Readonly<Record<string, string>> {
  return {
    APICURIO_STORAGE_KIND: 'sql',
    APICURIO_STORAGE_SQL_KIND: 'h2',
    APICURIO_DATASOURCE_URL: `jdbc:h2:file:${databaseFile};DB_CLOSE_DELAY=-1;WRITE_DELAY=0`,
    // A line per look-up of every start would bury what the log is for.
    QUARKUS_HTTP_ACCESS_LOG_ENABLED: 'false',
  };
}

/**
 * Flags of both Redis servers. Evicting state or a queued job would lose money's history or a
 * message, so a full Redis refuses writes instead. The append-only file alone is the durable copy.
 */
export const redisFlags: readonly (readonly [string, string])[] = [
  ['--appendonly', 'yes'],
  ['--appendfsync', 'everysec'],
  ['--maxmemory-policy', 'noeviction'],
  ['--save', ''],
];

/** Path below the registry's address where the Confluent API answers. */
export const registryApiPath = '/apis/ccompat/v7';
