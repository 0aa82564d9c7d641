import { TOPICS } from '@duewatch/contracts';
import type { Position } from '@duewatch/stream';
import type { Seen, Topic } from '../evidence.ts';
import type { Oracle } from './oracle.ts';

export interface Placed {
  readonly position: Position;
  readonly previousPosition: Position | null;
}

const TOLD: readonly Topic[] = [TOPICS.profiles, TOPICS.changes, TOPICS.alerts];

/** Whoever drops repeats by position finds each customer's records without a gap. */
export const gaps: Oracle = {
  name: 'no gap in the positions of a customer',
  check: ({ log }) => TOLD.flatMap((topic) => gapsOf(topic, log.get(topic) ?? [])),
};

function gapsOf(topic: Topic, seen: readonly Seen[]): string[] {
  const held = new Map<string, Position>();
  const found: string[] = [];
  for (const { record, body } of seen) {
    if (record.key === null || body === null || !isPlaced(body.data)) continue;
    const { position, previousPosition } = body.data;
    const last = held.get(record.key);
    if (last !== undefined && compare(position, last) <= 0) continue;
    const isGap = previousPosition !== null && (!last || compare(previousPosition, last) > 0);
    if (isGap) found.push(`${topic} ${record.key}: lost before ${JSON.stringify(position)}`);
    held.set(record.key, position);
  }
  return found;
}

export function isPlaced(data: object): data is Placed {
  return 'position' in data && 'previousPosition' in data;
}

export function compare(a: Position, b: Position): number {
  return a.generation - b.generation || a.offset - b.offset || a.index - b.index;
}
