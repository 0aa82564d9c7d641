import type { StackSettings } from '@duewatch/config';
import { createRedisClient, type RedisClient } from '@duewatch/redis';

/** One of the two Redis of the settings, for as long as a command needs it: close it. */
export function openRedis(
  stack: StackSettings,
  which: 'stateRedisUrl' | 'queueRedisUrl',
): RedisClient {
  const { redisLogin: login, clientCertificate: certificate } = stack;
  return createRedisClient(stack[which], { name: 'duewatch-cli', login, certificate });
}
