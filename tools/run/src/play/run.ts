import { resolve } from 'node:path';
import type { Clock } from '@duewatch/config';
import { defaultHome } from '../stack/places.ts';
import { createScreen, type Output, type Screen } from '../view/screen.ts';
import { arrivalLines } from '../view/summary.ts';
import { exitCodes, failureLines, isInterruption } from './failure.ts';
import { type Interrupts, orAborted } from './interrupts.ts';
import type { Outcome } from './outcome.ts';
import { type Pipeline, startPipeline } from './pipeline.ts';
import { playThrough } from './play-through.ts';
import type { RunArguments } from './run-arguments.ts';
import { createRunHome, type RunHome } from './run-home.ts';
import { fileStory, type Story, sampleCalendar, sampleStory } from './story.ts';

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

const tenantId = 'demo';

/** Starts everything, plays the story, shows it, and stops everything. Answers the exit code. */
export async function run(asked: RunArguments, process: RunProcess): Promise<number> {
  const { env, clock, interrupts } = process;
  const screen = createScreen(asked.json ? process.stderr : process.stdout, { clock, env });
  let home: RunHome | undefined;
  const fail = (error: unknown): number => {
    screen.close();
    // Without --exit there is no other end than this one.
    if (isInterruption(error)) return asked.exit ? exitCodes.interrupted : exitCodes.fine;
    for (const line of failureLines(error, home)) process.stderr.write(`${line}\n`);
    return exitCodes.failed;
  };
  try {
    const story = asked.playFile === undefined ? sampleStory() : await fileStory(asked.playFile);
    home = createRunHome(defaultHome(env), { nowMs: clock.now(), keep: asked.keep });
    const pipeline = await begin({ asked, process, screen, story, home });
    interrupts.onSecond(() => {
      pipeline.killNow();
      process.exit(exitCodes.interrupted);
    });
    const played = await playThrough(pipeline, {
      ...{ story, home, screen, clock, interrupts },
      exit: asked.exit,
    }).catch((error: unknown) => fail(error));
    screen.close();
    screen.line(screen.palette.dim('Stopping everything'));
    await pipeline.stop();
    const code = typeof played === 'number' ? played : exitCodes.fine;
    if (typeof played !== 'number' && asked.json) tell(played, process.stdout);
    if (code !== exitCodes.failed && !home.isKept) home.remove();
    return code;
  } catch (error) {
    return fail(error);
  }
}

function tell(outcome: Outcome, stdout: Output): void {
  stdout.write(`${JSON.stringify(outcome)}\n`);
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
    routesFile: asked.routesFile === undefined ? undefined : resolve(asked.routesFile),
    log: (line) => screen.line(screen.palette.dim(line)),
  });
  let pipeline: Pipeline;
  try {
    pipeline = await orAborted(starting, interrupts.signal);
  } catch (error) {
    // A start under way cannot be called off, but what it has started ends with this process.
    if (interrupts.signal.aborted) process.exit(exitCodes.interrupted);
    throw error;
  }
  for (const line of arrivalLines(pipeline, clock.now() - startedAtMs)) screen.line(line);
  return pipeline;
}
