import type { RedisClient } from '@duewatch/redis';

/** Names of keys that match the pattern, each once. */
export async function keysLike(redis: RedisClient, pattern: string): Promise<readonly string[]> {
  return [...new Set((await scan(redis, ['SCAN'], pattern)).map(String))];
}

/** All that a SCAN, or an HSCAN or ZSCAN of a key, answers for the pattern. */
export async function scan(
  redis: RedisClient,
  [command, ...key]: readonly [string, ...string[]],
  pattern: string,
): Promise<readonly Buffer[]> {
  const found: Buffer[] = [];
  let cursor = '0';
  do {
    const reply = await redis.command([command, ...key, cursor, 'MATCH', pattern, 'COUNT', 10_000]);
    const [next, items] = reply as readonly [Buffer, readonly Buffer[]];
    found.push(...items);
    cursor = next.toString();
  } while (cursor !== '0');
  return found;
}

/** The text as a pattern that matches nothing else. */
export function literally(text: string): string {
  return text.replaceAll(/[*?[\]\\]/g, '\\$&');
}
