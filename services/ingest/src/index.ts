// The only door in. Checks events, stamps the envelope, splits off what is personal, writes both to
// the log, and begins the business days of live calendars. Says "accepted" only when Kafka has
// acknowledged. It refuses to queue, to guess what a field meant, and to keep state of its own:
// what it remembers may be lost without harm.
export { createApp, type IngestApp, type IngestPorts, type IngestStatus } from './app.ts';
export { type IngestSettings, ingestSettings } from './config.ts';
export type { DedupeStore, SeenEvent } from './dedupe-store.ts';
export type { Problem } from './door/problem.ts';
export type { BatchOutcome } from './door/server.ts';
export {
  createFileCheck,
  type FileOutcome,
  type FileOwner,
  type LoggedEvent,
} from './file-check.ts';
export type { MarkStore } from './mark-store.ts';
export { createMemoryDedupeStore } from './memory-dedupe-store.ts';
export { createMemoryMarkStore } from './memory-mark-store.ts';
export { createRedisDedupeStore } from './redis-dedupe-store.ts';
export { createRedisMarkStore } from './redis-mark-store.ts';
export { hashApiKey } from './steps/authenticate-key.ts';
