import type { Position } from '@duewatch/stream';
import type { Attention } from './attention.ts';
import type { Evidence } from './profile-view.ts';
import type { ResolveReason } from './reasons.ts';
import type { Severity } from './severity.ts';

/** One worry about one customer, from the day its condition set in until it ends. */
export interface Episode {
  readonly dedupKey: string;
  readonly episodeId: string;
  readonly family: string;
  /** The level of the family that holds now: `OVERDUE_60` of `OVERDUE`. */
  readonly code: string;
  readonly scope: string | null;
  readonly severity: Severity;
  /** The worst severity that this episode has had. */
  readonly peak: Severity;
  readonly openedOn: number;
  /** When the event that opened it was accepted, epoch milliseconds. */
  readonly openedAt: number;
  readonly onset: Position;
  /** The arithmetic that held last; a resolution shows what has ended. */
  readonly evidence: readonly Evidence[];
  /** How often it was worth a word: once for each opening and for each rise. */
  readonly occurrences: number;
  readonly attention: Attention;
}

export type Transition =
  | { readonly kind: 'opened'; readonly episode: Episode }
  | { readonly kind: 'escalated'; readonly episode: Episode; readonly from: Severity }
  | { readonly kind: 'eased'; readonly episode: Episode; readonly from: Severity }
  /** Kept back before, and still true now that nothing keeps it back. */
  | { readonly kind: 'retold'; readonly episode: Episode; readonly heard: Severity | null }
  /** Nobody has acknowledged it in time. */
  | { readonly kind: 'reminded'; readonly episode: Episode }
  /** A person acknowledged it or put it to sleep, or took that back. */
  | { readonly kind: 'attended'; readonly episode: Episode; readonly before: Attention }
  | EndedTransition;

export interface EndedTransition {
  readonly kind: 'resolved';
  readonly episode: Episode;
  readonly reason: ResolveReason;
}

/** The episodes of one customer. */
export interface Episodes {
  readonly open: readonly Episode[];
  /** Ended on the newest business day: a condition that sets in again on it is the same episode. */
  readonly endedToday: readonly EndedEpisode[];
}

export interface EndedEpisode {
  readonly episode: Episode;
  readonly endedOn: number;
}

export interface Review {
  readonly episodes: Episodes;
  readonly transitions: readonly Transition[];
}
