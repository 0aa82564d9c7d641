import type { AlertNews, Position } from '../message/news.ts';
import type { Batch } from './batches.ts';
import type { ResendWish, RowOutcome } from './case.ts';
import type { Change, ChangeWish } from './change-line.ts';

/** What the notifier makes of the records that it reads. */
export type LedgerEvent =
  | { readonly kind: 'news'; readonly news: AlertNews }
  /** An alert record that tells people nothing, but counts in the customer's sequence. */
  | {
      readonly kind: 'silent';
      readonly position: Position;
      readonly previousPosition: Position | null;
    }
  /** What the customer is called now; null when nobody may know any more. */
  | { readonly kind: 'name'; readonly name: string | null }
  /** A record of `risk.changes`; with `isJoin` the customer's history has become the present. */
  | { readonly kind: 'change'; readonly change: Change; readonly isJoin: boolean }
  | {
      readonly kind: 'outcome';
      readonly episodeId: string;
      readonly at: number;
      readonly outcome: RowOutcome;
      readonly reason: string | null;
    }
  /** What became of a change for a receiver. */
  | {
      readonly kind: 'change_outcome';
      readonly receiverId: string;
      readonly position: Position;
      readonly resendId: string | null;
      readonly isFailed: boolean;
      readonly at: number;
      readonly reason: string | null;
    }
  | { readonly kind: 'change_resend'; readonly wish: ChangeWish }
  /** A person wants something sent once more. */
  | { readonly kind: 'resend'; readonly at: number; readonly wish: ResendWish }
  /** A person has said what is to become of a batch. */
  | { readonly kind: 'batch'; readonly batch: Batch };
