import type { RedisClient } from '@duewatch/redis';
import type { MarkStore } from './mark-store.ts';

/** Keeps the marks in one hash of the state Redis, which has a file behind it. */
export function createRedisMarkStore(options: {
  readonly redis: RedisClient;
  /** `dw` but in tests that share a server. */
  readonly prefix?: string;
}): MarkStore {
  const { redis, prefix = 'dw' } = options;
  const hash = `${prefix}:ingest:marks`;
  return {
    async read(name) {
      const value = await redis.command(['HGET', hash, name]);
      return Buffer.isBuffer(value) ? value.toString('utf8') : null;
    },
    async write(name, value) {
      await redis.command(['HSET', hash, name, value]);
    },
  };
}
