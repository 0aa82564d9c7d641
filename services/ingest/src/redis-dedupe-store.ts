import type { RedisClient, Script } from '@duewatch/redis';
import { type DedupeStore, fingerprintLength, type SeenEvent } from './dedupe-store.ts';
import { mergeCalls } from './merge-calls.ts';

/**
 * Fingerprints travel packed into one text and are cut apart by the script: a thousand arguments
 * cost the client more than everything else it does for them. One key per event, because only whole
 * keys expire; all under one hash tag, so that one script reaches them on a cluster.
 */
const LOOKUP: Script = {
  name: 'duewatchSeenLookup',
  lua: `
local length, found = tonumber(ARGV[1]), {}
for at = 1, #ARGV[2], length do
  found[#found + 1] = redis.call('GET', KEYS[1] .. string.sub(ARGV[2], at, at + length - 1))
end
return found
`,
};

const REMEMBER: Script = {
  name: 'duewatchSeenRemember',
  lua: `
local length = tonumber(ARGV[1])
for at = 1, #ARGV[2], length do
  local last = at + length - 1
  local key = KEYS[1] .. string.sub(ARGV[2], at, last)
  redis.call('SET', key, string.sub(ARGV[3], at, last), 'PX', ARGV[4], 'NX')
end
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
  const keys = [`${prefix}:{seen}:`];

  const lookup = mergeCalls(async (fingerprints: readonly string[]) => {
    const reply = await redis.run(LOOKUP, keys, [fingerprintLength, fingerprints.join('')]);
    if (!Array.isArray(reply)) throw new TypeError('Redis answered a look-up with no list.');
    return reply.map((value: unknown) =>
      Buffer.isBuffer(value) ? value.toString('latin1') : null,
    );
  });

  const rememberFor = (forMs: number) =>
    mergeCalls(async (events: readonly SeenEvent[]) => {
      const packedKeys = events.map(({ key }) => key).join('');
      const packedContents = events.map(({ content }) => content).join('');
      await redis.run(REMEMBER, keys, [fingerprintLength, packedKeys, packedContents, forMs]);
      return events;
    });
  // One per time span asked for, of which a process has one.
  const rememberers = new Map<number, ReturnType<typeof rememberFor>>();

  return {
    lookup: async (fingerprints) => (fingerprints.length === 0 ? [] : await lookup(fingerprints)),
    async remember(events, forMs) {
      if (events.length === 0) return;
      const remember = rememberers.get(forMs) ?? rememberFor(forMs);
      rememberers.set(forMs, remember);
      await remember(events);
    },
  };
}
