// Made-up business for demonstrations and tests: a seeded feed, and story files with what they must
// come to. The client of the door sends either.
export type { Behaviour } from './behaviours.ts';
export { type Expectation, type ExpectedAlert, readExpectation } from './expectation.ts';
export { type FeedOptions, generateFeed } from './generate-feed.ts';
export { readStory } from './story-file.ts';
