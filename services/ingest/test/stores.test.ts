import { createManualClock } from '@duewatch/config';
import { createMemoryDedupeStore, createMemoryMarkStore } from '../src/index.ts';
import { dedupeStoreContract } from './dedupe-store.contract.ts';
import { markStoreContract } from './mark-store.contract.ts';

dedupeStoreContract('in memory', async () => {
  const clock = createManualClock(1_000);
  return { store: createMemoryDedupeStore(clock), pass: (ms) => clock.advance(ms) };
});

markStoreContract('in memory', async () => {
  const store = createMemoryMarkStore();
  return { store, other: store };
});
