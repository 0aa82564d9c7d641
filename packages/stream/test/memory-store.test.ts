import { createMemoryStore } from '../src/index.ts';
import { partitionStoreContract } from './store.contract.ts';

partitionStoreContract('The in-memory twin', () => createMemoryStore());
