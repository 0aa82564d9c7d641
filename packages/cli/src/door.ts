import { type Clock, environment } from '@duewatch/config';
import { type CloudEventJson, createFeedClient, type FeedReport } from '@duewatch/door-client';
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
const DOOR_PATIENCE_MS = 15_000;

/** Which door, as whom, and who hears that it does not take what is sent at first. */
export interface DoorCall {
  readonly url: string;
  readonly apiKey: string;
  readonly clock: Clock;
  readonly terminal: Pick<Terminal, 'err'>;
}

/** Sends one event, again for a while if need be, which it says. */
export async function sendOne(event: CloudEventJson, call: DoorCall): Promise<FeedReport> {
  const { url, terminal } = call;
  const seconds = DOOR_PATIENCE_MS / 1_000;
  const client = createFeedClient({
    ...call,
    patienceMs: DOOR_PATIENCE_MS,
    onWait: (detail) => terminal.err(`waiting up to ${seconds} s for the door ${url}: ${detail}`),
  });
  return await client.send([event]);
}
