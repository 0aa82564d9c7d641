import type { Clock } from '@duewatch/config';
import { createFeedClient, FeedError, type FeedReport } from '@duewatch/door-client';
import { StackError } from '../stack/error.ts';
import { defaultHome } from '../stack/places.ts';
import { createLiveView, type LiveView } from '../view/live-view.ts';
import { createScreen, type Output, type Screen } from '../view/screen.ts';
import { readSightings } from '../view/sightings.ts';
import { arrivalLines, endingLines, reportLines, summaryLines } from '../view/summary.ts';
import { waitUntilDrained } from './drain.ts';
import { type Interrupts, orAborted } from './interrupts.ts';
import { type Outcome, outcomeOf } from './outcome.ts';
import { type Pipeline, startPipeline } from './pipeline.ts';
import type { RunArguments } from './run-arguments.ts';
import { RunError } from './run-error.ts';
import { createRunHome, type RunHome } from './run-home.ts';
import { fileStory, type Story, sampleCalendar, sampleStory } from './story.ts';
import { createTally } from './tally.ts';

/** What a run needs of the process that it is in. */
export interface RunProcess {
  readonly env: NodeJS.ProcessEnv;
  readonly clock: Clock;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly interrupts: Interrupts;
  /** Ends the process at once. */
  exit(code: number): never;
}

/** Exit codes, as shells know them. */
const codes = { fine: 0, failed: 1, interrupted: 130 } as const;
const tenantId = 'demo';

/** Starts everything, plays the story, shows it, and stops everything. Answers the exit code. */
export async function run(asked: RunArguments, process: RunProcess): Promise<number> {
  const { env, clock, interrupts } = process;
  const screen = createScreen(asked.json ? process.stderr : process.stdout, { clock, env });
  let home: RunHome | undefined;
  try {
    const story = asked.playFile === undefined ? sampleStory() : await fileStory(asked.playFile);
    home = createRunHome(defaultHome(env), { nowMs: clock.now(), keep: asked.keep });
    const pipeline = await begin({ asked, process, screen, story, home });
    interrupts.onSecond(() => {
      pipeline.killNow();
      process.exit(codes.interrupted);
    });
    let outcome: Outcome;
    try {
      outcome = await playThrough(pipeline, { asked, process, screen, story, home });
    } finally {
      screen.close();
      screen.line(screen.palette.dim('Stopping everything'));
      await pipeline.stop();
    }
    if (asked.json) process.stdout.write(`${JSON.stringify(outcome)}\n`);
    if (!asked.keep) home.remove();
    return codes.fine;
  } catch (error) {
    screen.close();
    return explain(error, { asked, process, home });
  }
}

interface Stage {
  readonly asked: RunArguments;
  readonly process: RunProcess;
  readonly screen: Screen;
  readonly story: Story;
  readonly home: RunHome;
}

async function begin({ asked, process, screen, story, home }: Stage): Promise<Pipeline> {
  const { env, clock, interrupts } = process;
  const startedAtMs = clock.now();
  const starting = startPipeline({
    kind: asked.kind,
    home,
    env,
    clock,
    tenants: [{ tenantId, calendarId: sampleCalendar }],
    calendarIds: story.calendarIds,
    log: (line) => screen.line(screen.palette.dim(line)),
  });
  let pipeline: Pipeline;
  try {
    pipeline = await orAborted(starting, interrupts.signal);
  } catch (error) {
    // A start under way cannot be called off, but what it has started ends with this process.
    if (interrupts.signal.aborted) process.exit(codes.interrupted);
    throw error;
  }
  for (const line of arrivalLines(pipeline, clock.now() - startedAtMs)) screen.line(line);
  return pipeline;
}

async function playThrough(pipeline: Pipeline, stage: Stage): Promise<Outcome> {
  const { asked, process, screen, story, home } = stage;
  const { clock, interrupts } = process;
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
    if (!asked.exit) {
      for (const line of endingLines(pipeline, home)) screen.line(line);
      await untilEnded(signal);
    }
    return outcome;
  } catch (error) {
    // What was under way says that it was aborted; why is with the signal.
    throw signal.aborted ? signal.reason : error;
  } finally {
    looking.abort();
    await looked;
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
    if (!(error instanceof RunError) || error.code !== 'INTERRUPTED') throw error;
  }
}

/** Says what went wrong; stack traces only of what nobody has foreseen. */
function explain(
  error: unknown,
  run: Pick<Stage, 'asked' | 'process'> & { readonly home: RunHome | undefined },
): number {
  const { asked, process, home } = run;
  if (error instanceof RunError && error.code === 'INTERRUPTED') {
    if (!asked.keep) home?.remove();
    // Without --exit there is no other end than this one.
    return asked.exit ? codes.interrupted : codes.fine;
  }
  const isForeseen =
    error instanceof RunError || error instanceof StackError || error instanceof FeedError;
  const unforeseen = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`\n${isForeseen ? error.message : unforeseen}\n`);
  if (home !== undefined) {
    const until = asked.keep ? '' : ', until the next run starts';
    process.stderr.write(`All logs of this run are in ${home.logDir}${until}.\n`);
  }
  return codes.failed;
}
