import type { Clock } from '@duewatch/config';
import type { ServiceStatus } from '../services/service-supervisor.ts';
import { RunError } from './run-error.ts';

export interface DrainOptions {
  /** In pipeline order: what a service has passed on, the next one is asked about later. */
  status(): Promise<readonly ServiceStatus[]>;
  /** Grows with every record written anywhere. */
  recordsWritten(): Promise<number>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

const pollMs = 200;
/** A message that is tried again waits for seconds; beyond this nobody will move any more. */
const stallMs = 120_000;

/**
 * Resolves when nothing is left to do: every service is ready with nothing before it, twice in a
 * row, and nothing was written in between. Rejects when nothing moves although work is left.
 */
export async function waitUntilDrained(options: DrainOptions): Promise<void> {
  const { clock, signal } = options;
  let before: Picture | undefined;
  let movedAtMs = clock.now();
  for (;;) {
    signal.throwIfAborted();
    const now = await takePicture(options);
    if (now.isIdle && before?.isIdle === true && before.written === now.written) return;
    if (before?.text !== now.text) movedAtMs = clock.now();
    if (clock.now() - movedAtMs > stallMs) {
      throw new RunError('STALLED', `Nothing has moved for two minutes.\n${now.text}`);
    }
    before = now;
    await new Promise<void>((resolve) => void clock.schedule(pollMs, resolve));
  }
}

interface Picture {
  readonly isIdle: boolean;
  readonly written: number;
  /** The whole of it, to tell whether anything moved and to show what did not. */
  readonly text: string;
}

async function takePicture(options: DrainOptions): Promise<Picture> {
  let statuses: readonly ServiceStatus[];
  try {
    statuses = await options.status();
  } catch (error) {
    // A service that is being started again does not answer; its death is reported elsewhere.
    return { isIdle: false, written: -1, text: String(error) };
  }
  const written = await options.recordsWritten();
  const lines = statuses.map((status) => `  ${JSON.stringify(status)}`);
  return {
    isIdle: statuses.every(({ ready, lag, pending }) => ready && lag === 0 && pending === 0),
    written,
    text: [...lines, `  ${written} records written`].join('\n'),
  };
}
