import { randomUUID } from 'node:crypto';
import { createManualClock } from '@duewatch/config';
import { queueRedisUrl } from '@duewatch/testing';
import { createRedisBreaker } from '../src/breaker/redis-breaker.ts';
import { breakerContract } from './breaker.contract.ts';

breakerContract('the breaker on Redis', async () => {
  const clock = createManualClock(1_772_700_000_000);
  const prefix = `b-${randomUUID().slice(0, 8)}`;
  return {
    clock,
    open: () =>
      createRedisBreaker({
        redisUrl: queueRedisUrl(),
        prefix,
        limits: { messages: 3, windowMs: 1_000 },
        clock,
      }),
    pass: (ms) => clock.advance(ms),
  };
});
