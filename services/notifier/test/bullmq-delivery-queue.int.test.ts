import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { createRedisClient } from '@duewatch/redis';
import { silentLog } from '@duewatch/telemetry';
import { queueRedisUrl, until } from '@duewatch/testing';
import { createBullmqDeliveryQueue } from '../src/queue/bullmq-delivery-queue.ts';
import { NEW_MEMO, type RunningJob } from '../src/queue/delivery-queue.ts';
import { deliveryQueueContract } from './delivery-queue.contract.ts';

jest.setTimeout(30_000);

async function deleteKeys(prefix: string): Promise<number> {
  const redis = createRedisClient(queueRedisUrl(), { name: 'test' });
  const keys = (await redis.command(['KEYS', `${prefix}:*`])) as Buffer[];
  if (keys.length > 0) await redis.command(['DEL', ...keys]);
  await redis.close();
  return keys.length;
}

function subject() {
  const prefix = `test-${randomUUID()}`;
  const open = () =>
    createBullmqDeliveryQueue({
      redisUrl: queueRedisUrl(),
      prefix,
      log: silentLog,
      lockMs: 600,
      stopWithinMs: 200,
    });
  return { prefix, open };
}

deliveryQueueContract('BullMQ', async () => {
  const { prefix, open } = subject();
  return {
    open,
    pass: (ms) => pause(ms),
    until: async (isTrue) => void (await until('the queue has run it', isTrue, 10_000)),
    close: async () => {
      await deleteKeys(prefix);
    },
  };
});

describe('a delivery queue on Redis', () => {
  const lane = { receiverId: 'ops', rate: { messages: 1_000, perMs: 1_000 }, concurrency: 1 };
  const row = { receiverId: 'ops', kind: 'row', partition: 0 } as const;

  it('gives the job of a dead process to another one, with what that knew', async () => {
    const { prefix, open } = subject();
    const dying = open();
    let isSending = false;
    await dying.start([lane], async (job) => {
      await job.remember({ ...NEW_MEMO, tries: 1, mayHaveArrived: true });
      isSending = true;
      return new Promise(() => {});
    });
    await dying.add([{ id: 'a1', subject: row }]);
    await until('it sends', () => isSending);
    // Stops without an answer, as if killed: the lock is left to run out.
    await dying.stop();

    const other = open();
    const ran: RunningJob[] = [];
    await other.start([lane], async (job) => {
      ran.push(job);
      return { kind: 'done' };
    });
    await until('it is taken over', () => ran.length === 1);
    expect(ran[0]?.memo).toMatchObject({ tries: 1, mayHaveArrived: true });
    await other.stop();
    await deleteKeys(prefix);
  });

  it('goes on after it was wiped', async () => {
    const { prefix, open } = subject();
    const queue = open();
    const ran: string[] = [];
    await queue.start([lane], async ({ id }) => {
      ran.push(id);
      return { kind: 'done' };
    });
    await queue.add([{ id: 'lost', subject: row, delayMs: 60_000 }]);
    expect(await deleteKeys(prefix)).toBeGreaterThan(0);
    await queue.add([{ id: 'a1', subject: row }]);
    await until('it runs', () => ran.length === 1);
    expect(ran).toEqual(['a1']);
    await queue.stop();
    await deleteKeys(prefix);
  });

  it('leaves nothing behind of jobs that are done', async () => {
    const { prefix, open } = subject();
    const queue = open();
    let ran = 0;
    await queue.start([lane], async () => {
      ran += 1;
      return { kind: 'done' };
    });
    const ids = Array.from({ length: 50 }, (_, i) => `a${i}`);
    await queue.add(ids.map((id) => ({ id, subject: row })));
    await until('all have run', () => ran === 50);
    await queue.stop();
    const redis = createRedisClient(queueRedisUrl(), { name: 'test' });
    const left = (await redis.command(['KEYS', `${prefix}:deliveries-ops:a*`])) as Buffer[];
    await redis.close();
    expect(left).toEqual([]);
    await deleteKeys(prefix);
  });

  it('refuses at once while Redis is away', async () => {
    const queue = createBullmqDeliveryQueue({
      redisUrl: 'redis://127.0.0.1:1',
      prefix: 'test',
      log: silentLog,
    });
    const begun = performance.now();
    await expect(queue.add([{ id: 'a1', subject: row }])).rejects.toThrow();
    expect(performance.now() - begun).toBeLessThan(5_000);
    await queue.stop();
  });
});
