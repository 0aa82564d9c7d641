import { type Access, access } from './access.ts';

/** What every login at Redis may do with its keys. BullMQ asks for the version by INFO. */
const REDIS_RIGHTS = "'&*' +@all -@admin -@dangerous +info";

/** The access list as commands for a shell, one a line; each may be given twice. */
export function accessScript(): string {
  const logins = Object.entries(access);
  const each = (grants: (user: string, one: Access) => readonly string[]) =>
    logins.flatMap(([login, one]) => grants(`duewatch-${login}`, one));
  return [
    '# KAFKA: options that lead kafka-acls.sh to the brokers, as one who may do all',
    ...each(kafkaLines),
    '# STATE_REDIS, QUEUE_REDIS: options that lead redis-cli to each, as one who may do all',
    ...each((user, { stateKeys }) => redisLines('STATE_REDIS', user, stateKeys)),
    ...each((user, { queueKeys }) => redisLines('QUEUE_REDIS', user, queueKeys)),
  ].join('\n');
}

function kafkaLines(user: string, { reads, writes, creates, group }: Access): readonly string[] {
  const ofGroup = group === null ? '' : ` --group ${group}`;
  const grant = (topics: Access['reads'], operations: readonly string[], more = '') => {
    const rights = operations.map((operation) => ` --operation ${operation}`).join('');
    const names = topics.map((topic) => ` --topic ${topic}`).join('');
    const add = `kafka-acls.sh $KAFKA --add --allow-principal User:${user}`;
    return topics.length === 0 ? [] : [`${add}${rights}${names}${more}`];
  };
  return [
    ...grant(reads, ['Read'], ofGroup),
    ...grant(writes, ['Write']),
    // Who may only create a topic may not see whether it is there.
    ...grant(creates, ['Create', 'Describe']),
  ];
}

function redisLines(server: string, user: string, keys: readonly string[]): readonly string[] {
  if (keys.length === 0) return [];
  const patterns = keys.map((key) => `'~${key}'`).join(' ');
  return [`redis-cli $${server} ACL SETUSER ${user} on ${patterns} ${REDIS_RIGHTS}`];
}
