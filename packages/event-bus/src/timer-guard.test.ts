import RequestQueue from 'kafkajs/src/network/requestQueue/index.js';
import { installTimerGuard } from './timer-guard.ts';

/** The part of a request queue that the spin is about. */
interface QueueInside {
  throttledUntil: number;
  throttleCheckTimeoutId: NodeJS.Timeout | null;
  pending: unknown[];
  checkPendingRequests(): void;
  destroy(): void;
}

function makeQueue(): QueueInside {
  const Queue = RequestQueue as unknown as new (options: object) => QueueInside;
  const logger = { debug: () => {} };
  return new Queue({ logger, maxInFlightRequests: 0, clientId: 'c', broker: 'b' });
}

describe('timer guard', () => {
  beforeAll(() => {
    installTimerGuard();
    installTimerGuard();
  });

  it('arms no timer while nothing waits', () => {
    const queue = makeQueue();
    queue.checkPendingRequests();
    expect(queue.throttleCheckTimeoutId).toBeNull();
  });

  it('arms one while requests wait', () => {
    const queue = makeQueue();
    queue.pending.push({});
    queue.checkPendingRequests();
    expect(queue.throttleCheckTimeoutId).not.toBeNull();
    queue.destroy();
  });
});
