import { createManualClock, type ManualClock } from '@duewatch/config';
import { createMemoryCluster, type MemoryCluster } from '@duewatch/event-bus';
import { createMemoryStore } from '@duewatch/stream';
import type { Breaker } from '../src/breaker/breaker.ts';
import { createMemoryBreaker } from '../src/breaker/memory-breaker.ts';
import {
  createMemoryDeliveryQueue,
  type MemoryDeliveryQueue,
} from '../src/queue/memory-delivery-queue.ts';
import type { World } from './rig.ts';

export interface TwinWorld extends World {
  readonly clock: ManualClock;
  readonly cluster: MemoryCluster;
}

/** Twins of all servers, under a clock that the test moves. */
export function createTwinWorld(startMs = 1_772_700_000_000): TwinWorld {
  const clock = createManualClock(startMs);
  const cluster = createMemoryCluster({ partitions: 3, clock });
  const queues: MemoryDeliveryQueue[] = [];
  let breaker: Breaker | undefined;
  return {
    clock,
    cluster,
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
