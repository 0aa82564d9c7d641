import type { AlertNews, Position } from '../message/news.ts';
import type { Batch } from './batches.ts';
import type { ResendWish, RowOutcome } from './case.ts';

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
  /** The customer's history has become the present. */
  | { readonly kind: 'join'; readonly acceptedAt: number }
  | {
      readonly kind: 'outcome';
      readonly episodeId: string;
      readonly at: number;
      readonly outcome: RowOutcome;
      readonly reason: string | null;
    }
  /** A person wants something sent once more. */
  | { readonly kind: 'resend'; readonly at: number; readonly wish: ResendWish }
  /** A person has said what is to become of a batch. */
  | { readonly kind: 'batch'; readonly batch: Batch };
