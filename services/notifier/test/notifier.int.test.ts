import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { createSystemClock } from '@duewatch/config';
import { topicDefinitions } from '@duewatch/contracts';
import { createKafkaBus } from '@duewatch/event-bus';
import { createRedisClient } from '@duewatch/redis';
import { createRedisStore } from '@duewatch/stream';
import { silentLog } from '@duewatch/telemetry';
import { kafkaBrokers, queueRedisUrl, stateRedisUrl } from '@duewatch/testing';
import { prefixBus } from '../../alerting/test/prefix-bus.ts';
import { NOTIFIER, NOTIFIER_INPUTS } from '../src/app.ts';
import { createBullmqDeliveryQueue } from '../src/queue/bullmq-delivery-queue.ts';
import { notifierContract } from './notifier.contract.ts';

jest.setTimeout(60_000);

const PARTITIONS = 3;
const TOPICS: readonly string[] = [...NOTIFIER_INPUTS, 'notifier.dead-letters'];

notifierContract('the notifier on Kafka, Redis and BullMQ', async () => {
  const prefix = `n-${randomUUID().slice(0, 8)}.`;
  const connect = () =>
    prefixBus(
      createKafkaBus({ brokers: kafkaBrokers(), clientId: 'notifier-test', heartbeatMs: 300 }),
      prefix,
    );
  const state = createRedisClient(stateRedisUrl(), { name: 'notifier-test' });
  const bus = connect();
  await bus.ensureTopics(topicDefinitions(PARTITIONS).filter(({ name }) => TOPICS.includes(name)));
  await bus.close();
  let stores = 0;

  async function wipeQueue(): Promise<void> {
    const redis = createRedisClient(queueRedisUrl(), { name: 'notifier-test' });
    const keys = (await redis.command(['KEYS', `${prefix}:*`])) as Buffer[];
    if (keys.length > 0) await redis.command(['DEL', ...keys]);
    await redis.close();
  }

  return {
    clock: createSystemClock(),
    pass: (ms) => pause(ms),
    stepMs: 10,
    connect,
    newStore() {
      stores += 1;
      const own = `${prefix}${stores}`;
      return createRedisStore({
        redis: state,
        stream: NOTIFIER,
        inputs: NOTIFIER_INPUTS,
        prefix: own,
      });
    },
    openQueue: () =>
      createBullmqDeliveryQueue({
        redisUrl: queueRedisUrl(),
        prefix,
        log: silentLog,
        lockMs: 3_000,
        stopWithinMs: 1_000,
      }),
    wipeQueue,
    async close() {
      await wipeQueue();
      await state.close();
    },
  };
});
