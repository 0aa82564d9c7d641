import { createMemoryCluster } from '../src/index.ts';
import { busContract } from './bus.contract.ts';

busContract('the bus in memory', () => {
  const cluster = createMemoryCluster();
  return { connect: () => cluster.connect(), withinMs: 2_000 };
});
