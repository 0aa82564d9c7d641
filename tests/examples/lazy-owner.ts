import type { BusRecord, OutgoingRecord } from '@duewatch/event-bus';
import { createMemoryStore } from '@duewatch/stream';
import { createScoringLogic } from '../../packages/scoring-logic/src/scoring-logic.ts';
import { PartitionState } from '../../packages/stream/src/partition-state.ts';
import { codec } from './door-and-scoring.ts';

/**
 * The owner of partition 0 who folds records and commits, and never gets round to sweeping: every
 * broadcast stays pending until a record reaches the customer.
 */
export async function createLazyOwner() {
  const store = createMemoryStore();
  const state = new PartitionState(
    {
      ...{ partition: 0, logic: createScoringLogic({ codec, baseCurrency: 'EUR' }), store },
      ...{ clusterId: 'memory', generation: 0, cacheBytes: () => Number.POSITIVE_INFINITY },
      counters: {
        ...{ folded: 0, emitted: 0, commits: 0 },
        ...{ skipped: new Map(), deadLetters: new Map() },
      },
      toDeadLetter: ({ topic, key, value }) => ({ topic, key, value, headers: {} }),
    },
    await store.open(0),
  );
  await state.loadPinned();
  let offset = 0;
  return {
    store,
    async take(sent: readonly OutgoingRecord[]): Promise<void> {
      const records = sent.map((record): BusRecord => {
        offset += 1;
        return { ...record, partition: 0, offset: offset - 1, timestampMs: 0 };
      });
      await state.fold('ar.events', records);
      await state.commit();
    },
  };
}
