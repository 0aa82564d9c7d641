import { type Position, TOPICS } from '@duewatch/contracts';
import { isAbove, Places } from './places.ts';

/** A change as a system got it by webhook. */
export interface ReceivedChange {
  readonly key: string;
  readonly position: Position;
  /** The position that the system should hold by now; null where it is the first. */
  readonly follows: Position | null;
}

/**
 * What a system misses that keeps the rules of the README, of all that `risk.changes` holds:
 * changes of which the next one says that they were before it, and last ones that never came.
 */
export function compareChanges(
  last: ReadonlyMap<string, Position>,
  received: readonly ReceivedChange[],
): readonly string[] {
  const places = new Places();
  for (const { key, position, follows } of received) {
    places.isNews(TOPICS.changes, key, { position, previousPosition: follows });
  }
  const held = places.lastOf(TOPICS.changes);
  const behind = [...last].filter(([key, position]) => {
    const place = held.get(key);
    return place === undefined || isAbove(position, place);
  });
  return [
    ...places.gaps.map((gap) => `webhook of ${gap}`),
    ...behind.map(([key]) => `webhook of ${TOPICS.changes} ${key}: the last one never came`),
  ];
}
