import type { RedisClient } from '@duewatch/redis';
import { keysLike, literally } from './scan.ts';

/**
 * Counts the jobs of the notifier that name the customer. They hold ids of deliveries, so there
 * should never be any. `prefix` is the notifier's `queuePrefix`, `key` is `tenant|customer`.
 */
export async function countQueueTraces(
  redis: RedisClient,
  { prefix, key }: { readonly prefix: string; readonly key: string },
): Promise<number> {
  let left = 0;
  for (const name of await keysLike(redis, `${literally(prefix)}:deliveries-*`)) {
    if (String(await redis.command(['TYPE', name])) !== 'hash') continue;
    const data = await redis.command(['HGET', name, 'data']);
    if (data !== null && isNamedIn(String(data), key)) left += 1;
  }
  return left;
}

/** Whether a string of the JSON is the key, or begins with it as ids of notes and places do. */
function isNamedIn(json: string, key: string): boolean {
  const opened = JSON.stringify(key).slice(0, -1);
  return ['"', '|', '@'].some((end) => json.includes(opened + end));
}
