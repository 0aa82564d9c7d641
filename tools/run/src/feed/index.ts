// Made-up business for demonstrations and tests: a seeded feed, story files with what they must
// come to, and a client that sends either through the door. It refuses to be clever about
// failures: what the door rejects is reported, never mended.
export type { Behaviour } from './behaviours.ts';
export { type CloudEventJson, isBarrier, isTick } from './cloud-event.ts';
export { type Expectation, type ExpectedAlert, readExpectation } from './expectation.ts';
export {
  createFeedClient,
  type FeedClient,
  type FeedClientOptions,
  type SendOptions,
} from './feed-client.ts';
export { FeedError, type FeedErrorCode } from './feed-error.ts';
export type { FeedReport, Rejection } from './feed-report.ts';
export { type FeedOptions, generateFeed } from './generate-feed.ts';
export { readStory } from './story-file.ts';
