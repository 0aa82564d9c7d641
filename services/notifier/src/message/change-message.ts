import type { Change } from '../ledger/change-line.ts';
import type { SentAgain } from './message.ts';
import type { Position } from './news.ts';

/** A record of `risk.changes` on its way to a system that does not read topics. */
export interface ChangeMessage {
  /** The same over all tries: what a receiver recognises a repeat by. */
  readonly id: string;
  /** True when an earlier try may have arrived. */
  readonly isPossibleRepeat: boolean;
  /** Null of what is told for the first time. */
  readonly sentAgain: SentAgain | null;
  /** Key and partition of the record: whose chain of positions it continues, and where it lies. */
  readonly key: string;
  readonly partition: number;
  readonly change: Change;
  /** The position that the receiver should hold; null where it is the first. */
  readonly follows: Position | null;
}
