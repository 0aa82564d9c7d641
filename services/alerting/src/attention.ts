import type { MuteReason, Outcome } from './reasons.ts';
import type { Severity } from './severity.ts';

/** What people know of an episode and what they have done about it. Instants are `businessNow`. */
export interface Attention {
  /** The last word that went to people; null while nobody has heard of the episode. */
  readonly told: Told | null;
  /** A word that is being kept back: told when this ends, if it is still true. */
  readonly muted: Muted | null;
  readonly acknowledged: Acknowledgement | null;
  readonly snooze: Snooze | null;
  /** Somebody was reminded that nobody has acknowledged the last word. */
  readonly isReminded: boolean;
}

export interface Told {
  readonly at: number;
  readonly severity: Severity;
}

export interface Muted {
  readonly reason: MuteReason;
  /** When it is looked at again; null when only a change can end it. */
  readonly until: number | null;
  /** The silence or the episode behind it. */
  readonly ref: string | null;
}

export interface Acknowledgement {
  readonly by: string;
  readonly at: number;
  readonly outcome: Outcome | null;
}

/** Sleeps until a time, or, with null, until the episode gets worse. */
export interface Snooze {
  readonly by: string;
  readonly at: number;
  readonly until: number | null;
}

/** Nobody has heard of it. */
export const UNHEARD: Attention = {
  told: null,
  muted: null,
  acknowledged: null,
  snooze: null,
  isReminded: false,
};
