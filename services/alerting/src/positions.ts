import type { Position } from '@duewatch/stream';

/** Positive when `a` is later than `b`. Null is before everything. */
export function comparePositions(a: Position | null, b: Position | null): number {
  if (a === null || b === null) return (a === null ? 0 : 1) - (b === null ? 0 : 1);
  return a.generation - b.generation || a.offset - b.offset || a.index - b.index;
}
