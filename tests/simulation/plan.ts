import { createRandom, type Random } from '../../tools/run/src/feed/random.ts';
import { drawFaults, type Fault } from './faults.ts';
import { TENANTS, type Tenant } from './settings.ts';
import { type SourceEvent, Story } from './story.ts';

/** One request of a source. */
export interface Post {
  /** After the beginning of its step. */
  readonly afterMs: number;
  readonly tenant: Tenant;
  readonly events: readonly SourceEvent[];
  /** The client does not trust the answer and posts the same once more. */
  readonly isRepeated: boolean;
}

/** Some seconds in which things happen, and then a sleep until another day. */
export interface Step {
  readonly posts: readonly Post[];
  readonly faults: readonly Fault[];
  readonly runMs: number;
  readonly sleepMs: number;
}

/** All that will happen in a run, but for the order that the seed gives to what is in flight. */
export interface Plan {
  readonly seed: number;
  readonly startMs: number;
  readonly steps: readonly Step[];
  /** In the end all state is lost and everything is folded again from the log. */
  readonly isReplayed: boolean;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** A Tuesday morning in both calendars. */
const START_MS = Date.parse('2026-03-03T14:00:00Z');
const STEPS = 6;
const POSTS_PER_STEP = 10;
const EVENTS_PER_POST = 3;
const SEEDS_PER_REPLAY = 8;

/** At least 200 events of 24 customers of two tenants, over some months, with at least 3 faults. */
export function drawPlan(seed: number): Plan {
  const random = createRandom(seed);
  const story = new Story(random);
  const steps: Step[] = [];
  let nowMs = START_MS;
  for (let at = 0; at < STEPS; at += 1) {
    const runMs = random.int(3_000, 15_000);
    const sleepMs = Math.round(random.pick([0.9, 1, 1, 2.3, 5]) * DAY_MS);
    const posts = drawPosts(story, random, { at, nowMs, runMs });
    steps.push({ posts, faults: drawFaults(random, runMs), runMs, sleepMs });
    nowMs += runMs + sleepMs;
  }
  return { seed, startMs: START_MS, steps, isReplayed: seed % SEEDS_PER_REPLAY === 0 };
}

function drawPosts(
  story: Story,
  random: Random,
  { at, nowMs, runMs }: { readonly at: number; readonly nowMs: number; readonly runMs: number },
): Post[] {
  const posts: Post[] = [];
  const add = (tenant: Tenant, events: readonly SourceEvent[]): void => {
    const afterMs = random.int(0, Math.floor(runMs / 2));
    posts.push({ afterMs, tenant, events, isRepeated: random.chance(0.1) });
  };
  if (at === 0) for (const tenant of TENANTS) add(tenant, story.introduce(tenant, nowMs));
  for (let count = 0; count < POSTS_PER_STEP; count += 1) {
    const tenant = random.pick(TENANTS);
    const events: SourceEvent[] = [];
    while (events.length < EVENTS_PER_POST) events.push(...story.next(tenant, nowMs));
    if (random.chance(0.03)) events.push(story.nonsense(nowMs));
    if (random.chance(0.02)) events.push(story.policy(tenant, nowMs));
    add(tenant, events);
  }
  return posts;
}
