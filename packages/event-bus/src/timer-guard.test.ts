import RequestQueue from 'kafkajs/src/network/requestQueue/index.js';
import { installTimerGuard } from './timer-guard.ts';

/** A request queue as kafkajs makes one for a connection. */
interface QueueInside {
  readonly throttleCheckTimeoutId: NodeJS.Timeout | null;
  readonly pending: unknown[];
  push(request: object): void;
  checkPendingRequests(): void;
  scheduleRequestTimeoutCheck(): void;
  destroy(): void;
}

function makeQueue(maxInFlightRequests: number): QueueInside {
  const Queue = RequestQueue as unknown as new (options: object) => QueueInside;
  const logger = { debug: () => {} };
  return new Queue({
    logger,
    maxInFlightRequests,
    clientId: 'c',
    broker: 'b',
    requestTimeout: 30,
    enforceRequestTimeout: true,
  });
}

describe('timer guard', () => {
  beforeAll(() => {
    installTimerGuard();
    installTimerGuard();
  });

  it('arms no timer while nothing waits', () => {
    const queue = makeQueue(0);
    queue.checkPendingRequests();
    expect(queue.throttleCheckTimeoutId).toBeNull();
  });

  it('arms one while requests wait', () => {
    const queue = makeQueue(0);
    queue.pending.push({});
    queue.checkPendingRequests();
    expect(queue.throttleCheckTimeoutId).not.toBeNull();
    queue.destroy();
  });

  it('still gives up a request that gets no answer', async () => {
    const queue = makeQueue(5);
    const answer = Promise.withResolvers<unknown>();
    queue.scheduleRequestTimeoutCheck();
    const { resolve, reject } = answer;
    const entry = { apiKey: 0, apiName: 'x', apiVersion: 0, correlationId: 1, resolve, reject };
    queue.push({ entry, expectResponse: true, sendRequest: () => {} });
    await expect(answer.promise).rejects.toMatchObject({ name: 'KafkaJSRequestTimeoutError' });
    queue.destroy();
  });
});
