/**
 * Partition-owned state, effectively once: a chunk's state, input offsets and unpublished outputs
 * commit together in one store, guarded by the commit point alone. Generic over what is folded;
 * it knows no customer, no policy and no clock time. It refuses to merge, to force a commit, or to
 * go on with state that was folded from another log.
 */
export {
  createStream,
  type Stream,
  type StreamOptions,
  type StreamStatus,
} from './create-stream.ts';
export { isRetriable, StreamError, type StreamErrorCode } from './errors.ts';
export type {
  BroadcastLogic,
  CollectionCodec,
  DueIndex,
  FoldContext,
  FoldOutcome,
  Input,
  Need,
  Output,
  Peek,
  Position,
  RenderedOutput,
  Routed,
  Routing,
  StreamLogic,
  SweepScope,
  TimerLogic,
} from './logic.ts';
export { createMemoryStore } from './memory-store.ts';
export { createRedisStore, type RedisStoreOptions, stateKey } from './redis-store.ts';
export {
  createStateReader,
  type StateReader,
  type StateReaderOptions,
  type StateReading,
} from './state-reader.ts';
export type {
  CommitPoint,
  Fields,
  OpenedPartition,
  PartitionStore,
  PendingBroadcast,
  PendingOutput,
  StateGlance,
  StateWrite,
  Values,
} from './store.ts';
