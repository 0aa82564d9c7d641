import type { Position } from '@duewatch/stream';
import { comparePositions } from './positions.ts';

export type Admission =
  | { readonly kind: 'admitted'; readonly isGap: boolean }
  | { readonly kind: 'repeat' };

/**
 * Lets each output of the stream before us in once. Not above what is held: a repeat, dropped (the
 * highest counts, not the latest: a zombie may publish late). When the record names a predecessor
 * above what is held, that predecessor is lost: the record still counts, the gap is reported.
 * Holding nothing is no gap, for a compacted topic begins in the middle.
 */
export function admit(
  held: Position | undefined,
  position: Position,
  previousPosition: Position | null,
): Admission {
  if (held === undefined) return { kind: 'admitted', isGap: false };
  if (comparePositions(position, held) <= 0) return { kind: 'repeat' };
  return { kind: 'admitted', isGap: comparePositions(previousPosition, held) > 0 };
}
