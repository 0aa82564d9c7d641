import type { Clock } from '@duewatch/config';
import { RunError } from './run-error.ts';

/** What a person who wants to end the run has pressed. */
export interface Interrupts {
  /** Aborts at the first Ctrl-C, or when the process is told to end. */
  readonly signal: AbortSignal;
  /** Called at the second one: patience is over. */
  onSecond(listener: () => void): void;
  /** Gives the signals back to Node, which then ends the process at once. */
  release(): void;
}

/** npm passes on the SIGINT that the terminal has sent to this process already. */
const samePressMs = 750;
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Listens on `process`, or on what a test gives instead. */
export function listenForInterrupts(
  clock: Clock,
  source: Pick<NodeJS.Process, 'on' | 'off'> = process,
): Interrupts {
  const stopping = new AbortController();
  const listeners: (() => void)[] = [];
  let firstAtMs = 0;
  const hear = (): void => {
    if (!stopping.signal.aborted) {
      firstAtMs = clock.now();
      stopping.abort(new RunError('INTERRUPTED', 'Stopped from outside'));
    } else if (clock.now() - firstAtMs >= samePressMs) {
      for (const listener of listeners) listener();
    }
  };
  for (const signal of signals) source.on(signal, hear);
  return {
    signal: stopping.signal,
    onSecond: (listener) => void listeners.push(listener),
    release: () => {
      for (const signal of signals) source.off(signal, hear);
    },
  };
}

/** The promise, or the reason of the first signal that aborts before it settles. */
export async function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  const aborted = Promise.withResolvers<never>();
  const abort = (): void => aborted.reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([promise, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
