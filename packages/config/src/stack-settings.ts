import { z } from 'zod';

const redisUrl = z.url({ protocol: /^rediss?$/, error: 'must be a redis:// or rediss:// URL' });

/** Where the infrastructure is. Every process has this section, under the name `stack`. */
export const stackSettings = z.object({
  kafkaBrokers: z
    .array(z.string().regex(/^[^\s:/]+:\d{1,5}$/, 'must be host:port'))
    .min(1, 'needs at least one broker'),
  registryUrl: z.url({ protocol: /^https?$/, error: 'must be an http:// or https:// URL' }),
  stateRedisUrl: redisUrl,
  /** A second Redis: the state's must never evict, the queue's may be restarted empty. */
  queueRedisUrl: redisUrl,
  /** Partitions of every topic keyed by customer. Changing it is a migration, not a setting. */
  partitions: z.int().min(1).max(1000).default(6),
});

/** See `stackSettings`. */
export type StackSettings = z.output<typeof stackSettings>;
