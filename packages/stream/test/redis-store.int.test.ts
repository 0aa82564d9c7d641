import { randomUUID } from 'node:crypto';
import { createRedisClient, type RedisClient } from '@duewatch/redis';
import { stateRedisUrl } from '@duewatch/testing';
import { createRedisStore } from '../src/index.ts';
import { partitionStoreContract } from './store.contract.ts';

let redis: RedisClient;
beforeAll(() => {
  redis = createRedisClient(stateRedisUrl(), { name: 'store-contract' });
});
afterAll(() => redis.close());

partitionStoreContract('Redis', () =>
  createRedisStore({ redis, stream: 'contract', inputs: ['in'], prefix: `test-${randomUUID()}` }),
);
