import type { RedisClient, Script } from '@duewatch/redis';
import type { DedupeStore } from './dedupe-store.ts';

/** One key per event, because only whole keys expire. About 120 bytes each while remembered. */
const REMEMBER: Script = {
  name: 'duewatchRemember',
  lua: `
for i = 1, #KEYS do redis.call('SET', KEYS[i], ARGV[i + 1], 'PX', ARGV[1], 'NX') end
return 1
`,
};

/** Keeps what was accepted in Redis, shared by all ingest processes. */
export function createRedisDedupeStore(options: {
  readonly redis: RedisClient;
  /** `dw` but in tests that share a server. */
  readonly prefix?: string;
}): DedupeStore {
  const { redis, prefix = 'dw' } = options;
  const keyOf = (key: string): string => `${prefix}:seen:${key}`;
  return {
    async lookup(keys) {
      if (keys.length === 0) return [];
      const reply = await redis.command(['MGET', ...keys.map(keyOf)]);
      if (!Array.isArray(reply)) throw new TypeError('Redis answered MGET with no list.');
      return reply.map((value: unknown) =>
        Buffer.isBuffer(value) ? value.toString('latin1') : null,
      );
    },
    async remember(events, forMs) {
      if (events.length === 0) return;
      const keys = events.map(({ key }) => keyOf(key));
      await redis.run(REMEMBER, keys, [forMs, ...events.map(({ content }) => content)]);
    },
  };
}
