import { randomUUID } from 'node:crypto';
import { topicDefinitions } from '@duewatch/contracts';
import { createKafkaBus } from '@duewatch/event-bus';
import { createRedisClient } from '@duewatch/redis';
import { createRedisStore } from '@duewatch/stream';
import { kafkaBrokers, stateRedisUrl } from '@duewatch/testing';
import { ALERTING, ALERTING_INPUTS } from '../src/app.ts';
import { alertingContract, PARTITIONS } from './alerting.contract.ts';
import { prefixBus } from './prefix-bus.ts';

const TOPICS = ['risk.profiles', 'risk.commands', 'risk.alerts', 'alerting.dead-letters'];

alertingContract('alerting on Kafka and Redis', async () => {
  const prefix = `t-${randomUUID().slice(0, 8)}.`;
  const connect = () =>
    prefixBus(
      createKafkaBus({ brokers: kafkaBrokers(), clientId: 'alerting-test', heartbeatMs: 300 }),
      prefix,
    );
  const redis = createRedisClient(stateRedisUrl(), { name: 'alerting-test' });
  const bus = connect();
  await bus.ensureTopics(topicDefinitions(PARTITIONS).filter(({ name }) => TOPICS.includes(name)));
  await bus.close();
  let stores = 0;
  return {
    partitions: PARTITIONS,
    connect,
    newStore() {
      stores += 1;
      const own = `${prefix}${stores}`;
      return createRedisStore({ redis, stream: ALERTING, inputs: ALERTING_INPUTS, prefix: own });
    },
    close: () => redis.close(),
  };
});
