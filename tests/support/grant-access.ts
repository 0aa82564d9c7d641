import type { RedisClient } from '@duewatch/redis';
import {
  type AclEntry,
  AclOperationTypes,
  AclPermissionTypes,
  AclResourceTypes,
  Kafka,
  logLevel,
  ResourcePatternTypes,
} from 'kafkajs';
import { installTimerGuard } from '../../packages/event-bus/src/timer-guard.ts';

/** Gives the rights that the lines of an access script name, as the programs in them would. */
export async function grantAccess(
  script: string,
  at: {
    readonly broker: string;
    /** By the variable that leads to it. */
    readonly redis: Readonly<Record<'$STATE_REDIS' | '$QUEUE_REDIS', RedisClient>>;
    readonly password: string;
  },
): Promise<void> {
  installTimerGuard();
  const lines = script.split('\n').map((line) => line.replaceAll("'", '').split(' '));
  const acl = lines.filter(([program]) => program === 'kafka-acls.sh').flatMap(entriesOf);
  const admin = new Kafka({ brokers: [at.broker], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  await admin.createAcls({ acl });
  await admin.disconnect();
  for (const [program, server, name = '', ...rest] of lines) {
    if (program !== 'redis-cli') continue;
    const command = [name, ...rest, `>${at.password}`] as const;
    await at.redis[server as keyof typeof at.redis].command(command);
  }
}

/** Of a line for kafka-acls.sh: every operation on every topic, and on the group. */
function entriesOf(words: readonly string[]): AclEntry[] {
  const valuesOf = (option: string) => words.filter((_, at) => words[at - 1] === option);
  const [principal = ''] = valuesOf('--allow-principal');
  const resources = [
    ...valuesOf('--topic').map((name) => ({ name, type: AclResourceTypes.TOPIC })),
    ...valuesOf('--group').map((name) => ({ name, type: AclResourceTypes.GROUP })),
  ];
  const operations = valuesOf('--operation').map(
    (name) => AclOperationTypes[name.toUpperCase() as keyof typeof AclOperationTypes],
  );
  return resources.flatMap(({ name, type }) =>
    operations.map((operation) => ({
      ...{ principal, host: '*', operation, permissionType: AclPermissionTypes.ALLOW },
      ...{ resourceType: type, resourceName: name },
      resourcePatternType: ResourcePatternTypes.LITERAL,
    })),
  );
}
