import type { Cause, Trace } from './profile-view.ts';
import type { Outcome } from './reasons.ts';
import type { SilenceMatcher } from './silence.ts';

/** What a person wants done with an alert. */
export interface CommandView {
  readonly kind: 'command';
  readonly tenantId: string;
  readonly customerId: string;
  readonly episodeId: string;
  readonly wish: Wish;
  readonly by: string;
  /** When it was said, epoch milliseconds. */
  readonly acceptedAt: number;
  readonly causedBy: Cause;
  readonly trace: Trace;
}

export type Wish =
  | { readonly kind: 'acknowledge'; readonly outcome: Outcome | null }
  | { readonly kind: 'unacknowledge' }
  /** Until a time; with null, until it gets worse. */
  | { readonly kind: 'snooze'; readonly until: number | null }
  | { readonly kind: 'unsnooze' };

/** A silence that begins or is lifted. Every partition gets it. */
export interface SilenceView {
  readonly kind: 'silence';
  readonly tenantId: string;
  readonly silenceId: string;
  /** Null lifts it. */
  readonly wanted: WantedSilence | null;
}

export interface WantedSilence {
  readonly matcher: SilenceMatcher;
  readonly by: string;
  readonly reason: string;
  readonly from: number;
  readonly until: number;
}
