import { createManualClock } from '@duewatch/config';
import { createMemoryCluster } from '@duewatch/event-bus';
import { createMemoryStore } from '@duewatch/stream';
import {
  createMemoryDeliveryQueue,
  type MemoryDeliveryQueue,
} from '../src/queue/memory-delivery-queue.ts';
import { notifierContract } from './notifier.contract.ts';

notifierContract('the notifier on the twins', async () => {
  const clock = createManualClock(1_772_700_000_000);
  const cluster = createMemoryCluster({ partitions: 3, clock });
  const queues: MemoryDeliveryQueue[] = [];
  return {
    clock,
    pass: (ms) => clock.advance(ms),
    stepMs: 50,
    connect: () => cluster.connect(),
    newStore: createMemoryStore,
    openQueue() {
      const queue = createMemoryDeliveryQueue(clock);
      queues.push(queue);
      return queue;
    },
    async wipeQueue() {
      for (const queue of queues) queue.wipe();
    },
    close: async () => undefined,
  };
});
