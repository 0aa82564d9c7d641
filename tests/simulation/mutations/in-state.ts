import type { CommitPoint, PartitionStore } from '@duewatch/stream';
import type { Mutation } from './mutation.ts';

const pointOf = async (store: PartitionStore, partition: number, otherwise: CommitPoint) =>
  (await store.audit([partition])).get(partition) ?? otherwise;

/** Mistakes in what is stored with a chunk, and in what is made of it afterwards. */
export const inState: readonly Mutation[] = [
  {
    name: 'skip the outbox of the owner before',
    store: (store) => ({
      ...store,
      open: async (partition) => ({ ...(await store.open(partition)), outbox: [] }),
    }),
  },
  {
    name: 'publish before commit',
    store(store, _service, bus) {
      const producer = bus.producer('hasty');
      return {
        ...store,
        async commit(partition, expected, write) {
          if (write.outbox.length > 0) await producer.send(write.outbox);
          return await store.commit(partition, expected, { ...write, outbox: [] });
        },
      };
    },
  },
  {
    name: 'commit whatever the commit point is',
    store: (store) => ({
      ...store,
      commit: async (partition, expected, write) =>
        store.commit(partition, await pointOf(store, partition, expected), write),
    }),
  },
  {
    name: 'compare offsets and not the count of commits',
    store: (store) => ({
      ...store,
      async commit(partition, expected, write) {
        const { commits } = await pointOf(store, partition, expected);
        return await store.commit(partition, { ...expected, commits }, write);
      },
    }),
  },
  {
    name: 'take a stale commit for a good one',
    store: (store) => ({
      ...store,
      async commit(...asked) {
        await store.commit(...asked);
        return 'committed';
      },
    }),
  },
  {
    name: 'forget broadcasts that are half swept',
    store: (store) => ({
      ...store,
      open: async (partition) => ({ ...(await store.open(partition)), broadcasts: [] }),
    }),
  },
  {
    name: 'store a chunk without its indexes',
    store: (store) => ({
      ...store,
      commit: (partition, expected, write) =>
        store.commit(partition, expected, { ...write, indexes: new Map() }),
    }),
  },
  {
    name: 'never look whether the state went back',
    store(store) {
      const written = new Map<number, CommitPoint>();
      return {
        ...store,
        async open(partition) {
          const opened = await store.open(partition);
          written.set(partition, opened);
          return opened;
        },
        async commit(partition, expected, write) {
          const answer = await store.commit(partition, expected, write);
          if (answer === 'committed') written.set(partition, write.next);
          return answer;
        },
        audit: async (partitions) =>
          new Map(partitions.map((one) => [one, written.get(one) ?? { offsets: {}, commits: 0 }])),
      };
    },
  },
  {
    name: 'lose a row when jobs are derived again',
    store: (store, service) => ({
      ...store,
      async lowest(...asked) {
        const found = await store.lowest(...asked);
        if (service !== 'notifier') return found;
        return found.map((ids) => ids.filter((id) => !id.endsWith('7')));
      },
    }),
  },
];
