import type { Clock } from '@duewatch/config';
import { createRedisClient, type RedisAccess, type Reply, type Script } from '@duewatch/redis';
import { type Breaker, type BreakerLimits, batchIdOf, type Trip } from './breaker.ts';

/**
 * KEYS: sorted set of admitted messages by time, hash of the trip. ARGV: now, window, messages,
 * id of a trip that begins now, then message ids. Answers 1 or 0 per message, then batch, end and
 * whether it was told (empty without a trip).
 */
const ADMIT: Script = {
  name: 'breakerAdmit',
  lua: `
local now, window, most = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - window)
local ends = tonumber(redis.call('HGET', KEYS[2], 'until') or '0')
if ends <= now then redis.call('DEL', KEYS[2]); ends = 0 end
local count = redis.call('ZCARD', KEYS[1])
local answer = {}
for i = 5, #ARGV do
  local isIn = redis.call('ZSCORE', KEYS[1], ARGV[i])
  if not isIn and ends == 0 then
    if count < most then
      redis.call('ZADD', KEYS[1], now, ARGV[i])
      count = count + 1
      isIn = true
    else
      ends = now + window
      redis.call('HSET', KEYS[2], 'batch', ARGV[4], 'until', string.format('%.0f', ends))
    end
  end
  answer[#answer + 1] = isIn and 1 or 0
end
redis.call('PEXPIRE', KEYS[1], 2 * window)
redis.call('PEXPIRE', KEYS[2], 2 * window)
local trip = redis.call('HMGET', KEYS[2], 'batch', 'until', 'told')
for i = 1, 3 do answer[#answer + 1] = trip[i] or '' end
return answer`,
};

const TOLD: Script = {
  name: 'breakerTold',
  lua: `
if redis.call('HGET', KEYS[1], 'batch') == ARGV[1] then redis.call('HSET', KEYS[1], 'told', 1) end`,
};

/** Message ids of one call; the whole script runs while nobody else is served. */
const IDS_PER_CALL = 500;

/** Counters that all processes of this prefix share. */
export function createRedisBreaker(
  options: RedisAccess & {
    readonly redisUrl: string;
    readonly prefix: string;
    readonly limits: BreakerLimits;
    readonly clock: Clock;
  },
): Breaker {
  const { redisUrl, login, certificate, prefix, limits, clock } = options;
  const redis = createRedisClient(redisUrl, { name: 'notifier-breaker', login, certificate });
  const keysOf = (receiverId: string): readonly [admitted: string, trip: string] => [
    `${prefix}:breaker:{${receiverId}}:admitted`,
    `${prefix}:breaker:{${receiverId}}:trip`,
  ];
  return {
    async admit(receiverId, messageIds) {
      const admitted = new Set<string>();
      let trip: Trip | null = null;
      for (let from = 0; from < messageIds.length; from += IDS_PER_CALL) {
        const ids = messageIds.slice(from, from + IDS_PER_CALL);
        const now = clock.now();
        const { windowMs, messages } = limits;
        const args = [now, windowMs, messages, batchIdOf(receiverId, now), ...ids];
        const answer = (await redis.run(ADMIT, keysOf(receiverId), args)) as readonly Reply[];
        for (const [index, id] of ids.entries()) if (answer[index] === 1) admitted.add(id);
        trip = tripOf(answer.slice(ids.length));
      }
      return { admitted, trip };
    },
    async told(receiverId, batchId) {
      await redis.run(TOLD, keysOf(receiverId).slice(1), [batchId]);
    },
    close: () => redis.close(),
  };
}

function tripOf(fields: readonly Reply[]): Trip | null {
  const [batchId = '', until = '', told = ''] = fields.map(String);
  return batchId === '' ? null : { batchId, until: Number(until), isTold: told !== '' };
}
