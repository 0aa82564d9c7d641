import { environment } from '@duewatch/config';

/** Addresses of the real servers that integration tests use; the jest set-up exports them. */
function address(name: string): string {
  const value = environment()[name];
  if (value === undefined || value === '') {
    throw new Error(`${name} is not set. Run integration tests with: npm run test:int`);
  }
  return value;
}

export function kafkaBrokers(): string[] {
  return address('DUEWATCH_TEST_KAFKA').split(',');
}

export function registryUrl(): string {
  return address('DUEWATCH_TEST_REGISTRY');
}

export function stateRedisUrl(): string {
  return address('DUEWATCH_TEST_STATE_REDIS');
}

export function queueRedisUrl(): string {
  return address('DUEWATCH_TEST_QUEUE_REDIS');
}
