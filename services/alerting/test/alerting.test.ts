import { createMemoryCluster } from '@duewatch/event-bus';
import { createMemoryStore } from '@duewatch/stream';
import { alertingContract, PARTITIONS } from './alerting.contract.ts';

alertingContract('alerting on the twins', async () => {
  const cluster = createMemoryCluster({ partitions: PARTITIONS });
  return {
    partitions: PARTITIONS,
    connect: () => cluster.connect(),
    newStore: createMemoryStore,
    close: async () => undefined,
  };
});
