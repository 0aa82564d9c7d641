import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { createSystemClock } from '@duewatch/config';
import { topicDefinitions } from '@duewatch/contracts';
import { type Bus, createKafkaBus } from '@duewatch/event-bus';
import { createRedisClient } from '@duewatch/redis';
import { createRedisStore } from '@duewatch/stream';
import { silentLog } from '@duewatch/telemetry';
import { kafkaBrokers, queueRedisUrl, stateRedisUrl } from '@duewatch/testing';
import { prefixBus } from '../../alerting/test/prefix-bus.ts';
import { NOTIFIER, NOTIFIER_INPUTS } from '../src/app.ts';
import { createRedisBreaker } from '../src/breaker/redis-breaker.ts';
import { createBullmqDeliveryQueue } from '../src/queue/bullmq-delivery-queue.ts';
import { changeRecord } from './alert-record.ts';
import { changesContract } from './changes.contract.ts';
import { notifierContract } from './notifier.contract.ts';
import { resendContract } from './resend.contract.ts';
import { codec, Rig, type World } from './rig.ts';
import { routesContract } from './routes.contract.ts';
import { stormContract } from './storm.contract.ts';

jest.setTimeout(60_000);

const PARTITIONS = 3;
const TOPICS: readonly string[] = [...NOTIFIER_INPUTS, 'notifier.dead-letters'];

async function makeWorld(): Promise<World> {
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
    openBreaker: (limits) =>
      createRedisBreaker({
        redisUrl: queueRedisUrl(),
        prefix,
        limits,
        clock: createSystemClock(),
      }),
    wipeQueue,
    async close() {
      await wipeQueue();
      await state.close();
    },
  };
}

notifierContract('the notifier on Kafka, Redis and BullMQ', makeWorld);
resendContract('a resend on Kafka, Redis and BullMQ', makeWorld);
stormContract('a storm of alerts on Kafka, Redis and BullMQ', makeWorld);
changesContract('changes by webhook on Kafka, Redis and BullMQ', makeWorld);
routesContract('routes on Kafka, Redis and BullMQ', makeWorld);

describe('a notifier that dies while it sends', () => {
  it('leaves the message to the next one, which marks it as a possible repeat', async () => {
    const rig = await Rig.create(await makeWorld());
    await rig.start();
    rig.webhook.fail({ kind: 'hang' });
    await rig.publish(rig.opened());
    await rig.until('Slack has it', () => rig.slack.received().length === 1);
    // Its handlers hang, so it is cut off as a killed process would be.
    await rig.stop();
    await rig.start();
    await rig.drained();
    expect(rig.slack.received()).toHaveLength(1);
    expect(rig.webhook.received()).toMatchObject([{ body: { data: { isPossibleRepeat: true } } }]);
    const systems = (await rig.deliveries()).filter(({ receiver }) => receiver === 'systems');
    expect(systems).toMatchObject([{ outcome: 'sent', possibleRepeat: true }]);
    await rig.close();
  });

  it('leaves the record of what it sent to the next one, which does not send again', async () => {
    const world = await makeWorld();
    const rig = await Rig.create(world);
    await rig.start({ bus: neverRecording(world.connect()) });
    await rig.publish(rig.opened());
    await rig.until('both have it', () => {
      return rig.slack.received().length + rig.webhook.received().length === 2;
    });
    await rig.stop();
    expect(await rig.deliveries()).toEqual([]);
    await rig.start();
    await rig.drained();
    expect(rig.slack.received()).toHaveLength(1);
    expect(rig.webhook.received()).toHaveLength(1);
    expect((await rig.deliveries()).map(({ outcome }) => outcome)).toEqual(['sent', 'sent']);
    await rig.close();
  });
});

describe('a notifier that dies when a system has taken a change', () => {
  it('leaves the record of it to the next one, which sends only what follows', async () => {
    const world = await makeWorld();
    const rig = await Rig.create(world);
    rig.writeRoutes('{ route: { receiver: ops }, changes: [{ receiver: systems, tenant: acme }] }');
    await rig.start({ bus: neverRecording(world.connect()) });
    const at = (offset: number) => ({ generation: 0, offset, index: 0 });
    await rig.publish(
      changeRecord(codec, { position: at(1), acceptedAt: rig.now() }),
      changeRecord(codec, { position: at(2), previousPosition: at(1), acceptedAt: rig.now() }),
    );
    await rig.until('it has the first', () => rig.webhook.received().length === 1);
    await rig.stop();
    expect(await rig.deliveries()).toEqual([]);
    await rig.start();
    await rig.drained();
    expect(rig.webhook.received().map(({ body }) => body)).toMatchObject([
      { data: { position: at(1) } },
      { data: { position: at(2), isPossibleRepeat: false } },
    ]);
    expect((await rig.deliveries()).map(({ outcome }) => outcome)).toEqual(['sent', 'sent']);
    await rig.close();
  });
});

/** A bus whose sends of deliveries are under way for ever. */
function neverRecording(bus: Bus): Bus {
  return {
    ...bus,
    producer(name) {
      const producer = bus.producer(name);
      return {
        close: () => producer.close(),
        send: (records) =>
          records.some(({ topic }) => topic === 'risk.deliveries')
            ? new Promise<never>(() => undefined)
            : producer.send(records),
      };
    },
  };
}
