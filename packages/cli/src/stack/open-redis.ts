import type { StackSettings } from '@duewatch/config';
import { createRedisClient, type RedisClient, redisAccess } from '@duewatch/redis';

/** One of the two Redis of the settings, for as long as a command needs it: close it. */
export function openRedis(
  stack: StackSettings,
  which: 'stateRedisUrl' | 'queueRedisUrl',
): RedisClient {
  return createRedisClient(stack[which], { ...redisAccess(stack), name: 'duewatch-cli' });
}
