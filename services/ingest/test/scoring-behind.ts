import { TOPICS } from '@duewatch/contracts';
import { partitionOf } from '@duewatch/event-bus';
import { createMemoryStore, type PartitionStore } from '@duewatch/stream';

/** A state whose owner has folded as many records of the event log as a test says. */
export function createScoringBehind(): { store: PartitionStore; fold(records: number): void } {
  const store = createMemoryStore();
  let folded = 0;
  return {
    store: {
      ...store,
      // It is behind with the customer of `invoice`; in other partitions it has folded everything.
      audit: async (partitions) => {
        const late = partitionOf('acme|C-1', partitions.length);
        const offset = (partition: number) => (partition === late ? folded : 1_000_000);
        return new Map(
          partitions.map((partition) => [
            partition,
            { offsets: { [TOPICS.events]: offset(partition) }, commits: 0 },
          ]),
        );
      },
    },
    fold: (records) => {
      folded += records;
    },
  };
}
