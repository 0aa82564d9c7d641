// The only door to Kafka and to the schema registry, and their twin in memory.
// Guards against what kafkajs 2.2.4 gets wrong live here, each with its test, and nowhere else.
// It refuses records that a retry would misplace (neither key nor partition), topics with another
// partition count than the settings', and transactions: exactly-once is the stream room's, by
// state.
export { createDeadLetters, type DeadLetterCause, unreadable } from './dead-letter.ts';
export { BusError, type BusErrorCode, isBusError } from './errors.ts';
export { createKafkaBus, type KafkaBusOptions, SESSION_TIMEOUT_MS } from './kafka-bus.ts';
export {
  createMemoryBus,
  createMemoryCluster,
  type MemoryBus,
  type MemoryCluster,
  type MemoryClusterOptions,
  type MemoryFaults,
} from './memory-bus.ts';
export type { MemoryConsumer } from './memory-group.ts';
export { partitionOf } from './partitioning.ts';
export type {
  Batch,
  Bus,
  BusConsumer,
  BusProducer,
  BusRecord,
  ConsumerHandlers,
  OutgoingRecord,
  PartitionEnds,
  TopicSpec,
} from './ports.ts';
export {
  createRegistryClient,
  type RegistryClient,
  type RegistryClientOptions,
  type RegistrySchema,
} from './registry.ts';
export { createSchemaLearning } from './schema-learning.ts';
export { kafkaAccess, registryAccess } from './stack-access.ts';
