import type { Clock } from '@duewatch/config';
import { createFeedClient, type FeedReport } from '@duewatch/door-client';
import { createLiveView, type LiveView } from '../view/live-view.ts';
import type { Screen } from '../view/screen.ts';
import { readSightings } from '../view/sightings.ts';
import { endingLines, reportLines, summaryLines } from '../view/summary.ts';
import { waitUntilDrained } from './drain.ts';
import { isInterruption } from './failure.ts';
import { type Interrupts, orAborted } from './interrupts.ts';
import { type Outcome, outcomeOf } from './outcome.ts';
import type { Pipeline } from './pipeline.ts';
import type { RunHome } from './run-home.ts';
import type { Story } from './story.ts';
import { createTally } from './tally.ts';

export interface PlayOptions {
  readonly story: Story;
  readonly home: RunHome;
  readonly screen: Screen;
  readonly clock: Clock;
  readonly interrupts: Interrupts;
  /** Come back once all is done, instead of staying until Ctrl-C. */
  readonly exit: boolean;
}

/** Sends the story, shows what comes of it, waits until all of it is done, and sums it up. */
export async function playThrough(pipeline: Pipeline, options: PlayOptions): Promise<Outcome> {
  const { screen, story, home, clock, interrupts } = options;
  const blind = new AbortController();
  const signal = AbortSignal.any([interrupts.signal, pipeline.failed, blind.signal]);
  const sinceMs = pipeline.infra === 'given' ? clock.now() : 0;
  const view = createLiveView(screen);
  const looking = new AbortController();
  const looked = readSightings({
    ...{ bus: pipeline.bus, codec: pipeline.codec, sinceMs, signal: looking.signal },
    onSighting: (sighting) => view.see(sighting),
  }).catch((error: unknown) => blind.abort(error));
  try {
    screen.line(`Playing ${story.title}`);
    const report = await send(pipeline, { story, view, clock, signal });
    await orAborted(waitUntilDrained({ ...drainOf(pipeline), clock, signal }), signal);
    const outcome = await sumUp(pipeline, report, sinceMs);
    view.settle();
    screen.foot();
    for (const line of reportLines(report)) screen.line(line);
    for (const line of summaryLines(outcome)) screen.line(line);
    if (!options.exit) {
      for (const line of endingLines(pipeline, home)) screen.line(line);
      await untilEnded(signal);
    }
    return outcome;
  } catch (error) {
    // What was under way says that it was aborted; why is with the signal.
    throw signal.aborted ? signal.reason : error;
  } finally {
    looking.abort();
    // Whoever reads a log that has died would be waited for in vain.
    if (!signal.aborted) await looked;
  }
}

function drainOf({ services, recordsWritten }: Pipeline) {
  return { status: () => services.status(), recordsWritten };
}

async function send(
  pipeline: Pipeline,
  options: {
    readonly story: Story;
    readonly view: LiveView;
    readonly clock: Clock;
    readonly signal: AbortSignal;
  },
): Promise<FeedReport> {
  const { story, view, clock, signal } = options;
  const [tenant] = pipeline.tenants;
  const client = createFeedClient({
    url: pipeline.services.doorUrl,
    apiKey: tenant?.apiKey ?? '',
    clock,
  });
  const startedAtMs = clock.now();
  let begun = 0;
  return await client.send(story.events(), {
    signal,
    async beforeTick(date) {
      const dueAtMs = startedAtMs + (story.paceMs * begun) / story.days;
      begun += 1;
      await orAborted(pause(clock, dueAtMs - clock.now()), signal);
      view.day(date);
    },
    onProgress: ({ accepted }) => view.fed(accepted),
  });
}

function pause(clock: Clock, delayMs: number): Promise<void> {
  if (delayMs <= 0) return Promise.resolve();
  return new Promise((resolve) => void clock.schedule(delayMs, resolve));
}

async function sumUp(
  { infra, bus, codec, tenants, sinks }: Pipeline,
  { accepted, rejected }: FeedReport,
  sinceMs: number,
): Promise<Outcome> {
  const tally = createTally(tenants.map((tenant) => tenant.tenantId));
  await readSightings({ bus, codec, sinceMs, untilEnd: true, onSighting: tally.see });
  const deliveries = sinks.counts();
  return outcomeOf({ infra, accepted, rejected: rejected.length, tally, deliveries });
}

/** Ctrl-C is how a run ends that was not told to end by itself. */
async function untilEnded(signal: AbortSignal): Promise<void> {
  try {
    await orAborted(new Promise<never>(() => undefined), signal);
  } catch (error) {
    if (!isInterruption(error)) throw error;
  }
}
