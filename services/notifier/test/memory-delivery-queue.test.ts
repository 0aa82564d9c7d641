import { createManualClock } from '@duewatch/config';
import { until } from '@duewatch/testing';
import { createMemoryDeliveryQueue } from '../src/queue/memory-delivery-queue.ts';
import { deliveryQueueContract } from './delivery-queue.contract.ts';

deliveryQueueContract('the queue in memory', async () => {
  const clock = createManualClock(1_000_000);
  return {
    open: () => createMemoryDeliveryQueue(clock),
    pass: (ms) => clock.advance(ms),
    until: async (isTrue) => void (await until('the queue has run it', isTrue, 5_000)),
    close: async () => {},
  };
});
