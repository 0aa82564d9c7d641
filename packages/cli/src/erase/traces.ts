import {
  type DeadLetterConsumer,
  deadLetterConsumers,
  TOPICS,
  type TopicName,
} from '@duewatch/contracts';
import { type Bus, partitionOf } from '@duewatch/event-bus';
import type { RedisClient } from '@duewatch/redis';
import { stateKey } from '@duewatch/stream';
import { openRedis } from '../stack/open-redis.ts';
import type { StackConnection } from '../stack/with-stack.ts';
import { countQueueTraces } from './queue-traces.ts';
import { keysLike, literally, scan } from './scan.ts';

/** What is left of a customer in one place. */
export interface Trace {
  readonly place: string;
  /** Keys, fields or jobs that still say something of it. */
  readonly left: number;
}

/**
 * The notifier and alerting remember how far a customer was read, so that nothing is told again:
 * a row without a name, and one that nothing waits in and no profile is in.
 */
const PLACES_ONLY = ['"name":null', '"waiting":[],"last":null'];

const compacted: readonly TopicName[] = [TOPICS.customers, TOPICS.profiles];

/**
 * Looks in every place that an erasure must have emptied. `key` is `tenant|customer`, `queuePrefix`
 * begins the notifier's keys at the queue Redis.
 */
export async function findTraces(
  { stack, bus }: Pick<StackConnection, 'stack' | 'bus'>,
  { key, queuePrefix }: { readonly key: string; readonly queuePrefix: string },
): Promise<readonly Trace[]> {
  const partition = partitionOf(key, stack.partitions);
  const state = openRedis(stack, 'stateRedisUrl');
  const queue = openRedis(stack, 'queueRedisUrl');
  try {
    const topics = await Promise.all(compacted.map((topic) => inTopic(bus, topic, partition, key)));
    const states = await Promise.all(
      deadLetterConsumers.map((service) => inState(state, service, partition, key)),
    );
    const left = await countQueueTraces(queue, { prefix: queuePrefix, key });
    return [...topics, ...states, { place: 'queue of notifier', left }];
  } finally {
    await Promise.all([state.close(), queue.close()]);
  }
}

/** Keys of a compacted topic whose last record has a body: the customer's and its notes'. */
async function inTopic(bus: Bus, topic: TopicName, partition: number, key: string): Promise<Trace> {
  const alive = new Set<string>();
  await bus.read({
    topics: [topic],
    partitions: [partition],
    untilEnd: true,
    onRecord(record) {
      if (record.key !== key && !record.key?.startsWith(`${key}|`)) return;
      if (record.value === null) alive.delete(record.key);
      else alive.add(record.key);
    },
  });
  return { place: topic, left: alive.size };
}

/** Fields and members of a service's state that are the customer's. */
async function inState(
  redis: RedisClient,
  service: DeadLetterConsumer,
  partition: number,
  key: string,
): Promise<Trace> {
  let left = 0;
  for (const name of await keysLike(redis, stateKey(service, partition, '*'))) {
    const type = String(await redis.command(['TYPE', name]));
    const command = type === 'hash' ? 'HSCAN' : 'ZSCAN';
    if (type !== 'hash' && type !== 'zset') continue;
    const found = await scan(redis, [command, name], `${literally(key)}*`);
    left += found.filter((field, at) => {
      const isOwn = at % 2 === 0 && `${field}|`.startsWith(`${key}|`);
      return isOwn && !PLACES_ONLY.some((places) => found[at + 1]?.includes(places));
    }).length;
  }
  return { place: `state of ${service}`, left };
}
