import { FeedError } from '@duewatch/door-client';
import { StackError } from '../stack/error.ts';
import { RunError } from './run-error.ts';
import type { RunHome } from './run-home.ts';

/** Exit codes, as shells know them. */
export const exitCodes = { fine: 0, failed: 1, interrupted: 130 } as const;

/** True when a person or a supervisor ended the run, which needs no explanation. */
export function isInterruption(error: unknown): boolean {
  return error instanceof RunError && error.code === 'INTERRUPTED';
}

/** What went wrong, for people; stack traces only of what nobody has foreseen. */
export function failureLines(error: unknown, home: RunHome | undefined): readonly string[] {
  const isForeseen =
    error instanceof RunError || error instanceof StackError || error instanceof FeedError;
  const unforeseen = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const lines = ['', isForeseen ? error.message : unforeseen];
  if (home === undefined) return lines;
  const until = home.isKept ? '' : ', until the next run starts';
  return [...lines, `All logs of this run are in ${home.logDir}${until}.`];
}
