import { randomUUID } from 'node:crypto';
import { createRedisClient } from '@duewatch/redis';
import { silentLog } from '@duewatch/telemetry';
import { queueRedisUrl } from '@duewatch/testing';
import { countQueueTraces } from '../../../packages/cli/src/erase/queue-traces.ts';
import { createBullmqDeliveryQueue } from '../src/queue/bullmq-delivery-queue.ts';

/** A queue in which a job has each of these places. */
async function holding(...places: readonly string[]) {
  const prefix = `test-${randomUUID()}`;
  const redisUrl = queueRedisUrl();
  const queue = createBullmqDeliveryQueue({ redisUrl, prefix, log: silentLog });
  const redis = createRedisClient(redisUrl, { name: 'erase-test' });
  await queue.add(
    places.map((place, at) => {
      return { id: `job_${at}`, subject: { receiverId: 'ops', kind: 'change', place } };
    }),
  );
  return {
    count: (key: string) => countQueueTraces(redis, { prefix, key }),
    redis,
    prefix,
    async close() {
      await queue.stop();
      await redis.close();
    },
  };
}

describe('what an erasure finds in the queue', () => {
  let queue: Awaited<ReturnType<typeof holding>>;
  beforeAll(async () => {
    queue = await holding('acme|C1', 'acme|C1@0.7.0', 'acme|C10', 'acme|C2');
  });
  afterAll(() => queue.close());

  it('is the jobs of the customer, and not of one whose id begins alike', async () => {
    expect(await queue.count('acme|C1')).toBe(2);
    expect(await queue.count('acme|C10')).toBe(1);
    expect(await queue.count('acme|C')).toBe(0);
  });

  it('leaves out what others keep at the same Redis', async () => {
    const mine = `dw:{scoring:0}:test-${randomUUID()}`;
    await queue.redis.command(['HSET', mine, 'data', '"acme|C2"']);
    expect(await queue.count('acme|C2')).toBe(1);
    await queue.redis.command(['DEL', mine]);
  });
});
