import { createManualClock } from '@duewatch/config';
import { createMemoryCluster } from '@duewatch/event-bus';
import { createMemoryStore } from '@duewatch/stream';
import type { Breaker } from '../src/breaker/breaker.ts';
import { createMemoryBreaker } from '../src/breaker/memory-breaker.ts';
import {
  createMemoryDeliveryQueue,
  type MemoryDeliveryQueue,
} from '../src/queue/memory-delivery-queue.ts';
import { notifierContract } from './notifier.contract.ts';
import type { World } from './rig.ts';
import { stormContract } from './storm.contract.ts';

async function makeWorld(): Promise<World> {
  const clock = createManualClock(1_772_700_000_000);
  const cluster = createMemoryCluster({ partitions: 3, clock });
  const queues: MemoryDeliveryQueue[] = [];
  let breaker: Breaker | undefined;
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
    openBreaker(limits) {
      breaker ??= createMemoryBreaker(limits, clock);
      return breaker;
    },
    async wipeQueue() {
      for (const queue of queues) queue.wipe();
    },
    close: async () => undefined,
  };
}

notifierContract('the notifier on the twins', makeWorld);
stormContract('a storm of alerts on the twins', makeWorld);
