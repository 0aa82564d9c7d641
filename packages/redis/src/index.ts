/**
 * The only room that knows ioredis. It gives a narrow client with binary replies, pipelines and
 * Lua scripts. It refuses to queue while Redis is away and to resend what may have been applied.
 */
export { RedisError } from './errors.ts';
export {
  createRedisClient,
  type Argument,
  type Command,
  type RedisClient,
  type RedisClientOptions,
  type Reply,
  type Script,
} from './client.ts';
