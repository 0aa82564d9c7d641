import { environment } from '@duewatch/config';

/** Where the door is: as somebody says, or as the environment does, or on this machine. */
export function doorUrl(said: string | undefined): string {
  return said ?? environment()['DUEWATCH_URL'] ?? 'http://127.0.0.1:8080';
}

/** How long one event is sent again to a door that does not answer: somebody waits for it. */
export const DOOR_PATIENCE_MS = 15_000;
