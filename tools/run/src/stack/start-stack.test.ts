import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startStack } from './start-stack.ts';

const home = mkdtempSync(join(tmpdir(), 'duewatch-start-'));
const start = { home, log: () => undefined };

const given = {
  DUEWATCH_STACK_KAFKA_BROKERS: 'kafka-1:9092,kafka-2:9092',
  DUEWATCH_STACK_REGISTRY_URL: 'http://registry:8080/apis/ccompat/v7',
  DUEWATCH_STACK_STATE_REDIS_URL: 'redis://state:6379',
  DUEWATCH_STACK_QUEUE_REDIS_URL: 'redis://queue:6379',
};

describe('choosing the infrastructure', () => {
  it('takes the addresses given in the environment before all else', async () => {
    expect(await startStack({ ...start, env: given })).toMatchObject({
      kind: 'given',
      kafkaBrokers: ['kafka-1:9092', 'kafka-2:9092'],
      registryUrl: 'http://registry:8080/apis/ccompat/v7',
      stateRedisUrl: 'redis://state:6379',
      queueRedisUrl: 'redis://queue:6379',
    });
  });

  it('names the addresses that are missing when only some are given', async () => {
    const { DUEWATCH_STACK_REGISTRY_URL: _, ...some } = given;
    await expect(startStack({ ...start, env: some })).rejects.toThrow(
      /stack\.registryUrl.*DUEWATCH_STACK_REGISTRY_URL/s,
    );
  });

  it('starts nothing when embedded is asked for, whatever is given', async () => {
    const stack = await startStack({ ...start, env: given, kind: 'embedded' });
    expect(stack.kind).toBe('embedded');
    await stack.stop();
  });
});
