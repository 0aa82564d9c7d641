/**
 * The only room that knows ioredis. It gives a narrow client with binary replies, pipelines and
 * Lua scripts. It refuses to queue while Redis is away and to resend what may have been applied.
 */

export { type AccessOptions, accessOptions, type RedisAccess, redisAccess } from './access.ts';
export {
  type Argument,
  type Command,
  createRedisClient,
  type RedisClient,
  type RedisClientOptions,
  type Reply,
  type Script,
} from './client.ts';
export { RedisError } from './errors.ts';
