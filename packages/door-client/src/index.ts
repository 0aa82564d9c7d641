// Sends events through the door: in order, ticks as barriers, patient when told to wait. It refuses
// to be clever about failures: what the door rejects is reported, never mended.
export { type CloudEventJson, instantOf, isBarrier, isTick } from './cloud-event.ts';
export {
  createFeedClient,
  type FeedClient,
  type FeedClientOptions,
  type SendOptions,
} from './feed-client.ts';
export { FeedError, type FeedErrorCode } from './feed-error.ts';
export type { FeedReport, Rejection } from './feed-report.ts';
