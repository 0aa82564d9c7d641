import { environment } from '@duewatch/config';
import type { Terminal } from './command.ts';

/** Where the door is: as somebody says, or as the environment does, or on this machine. */
export function doorUrl(said: string | undefined): string {
  return said ?? environment()['DUEWATCH_URL'] ?? 'http://127.0.0.1:8080';
}

/** The key for the door; undefined where there is none, which is said with why one is needed. */
export function doorKey(terminal: Terminal, why: string): string | undefined {
  // Set to nothing is not set.
  const apiKey = environment()['DUEWATCH_API_KEY'] || undefined;
  if (apiKey === undefined) terminal.err(`DUEWATCH_API_KEY is not set: ${why}.`);
  return apiKey;
}

/** How long one event is sent again to a door that does not answer: somebody waits for it. */
export const DOOR_PATIENCE_MS = 15_000;
