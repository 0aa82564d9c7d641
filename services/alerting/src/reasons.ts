/**
 * Every reason that alerting gives for what it does. Closed lists: they label counters, stand on
 * the records and are documented in docs; a decision without one of these cannot be expressed.
 */

/** Why an input record was not folded. */
export const SKIP_REASONS = ['repeat', 'unknown_command', 'for_notifier'] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];

/** Why an input record could not be understood. */
export const DEAD_LETTER_REASONS = ['unreadable', 'unknown_type', 'key_mismatch'] as const;
export type DeadLetterReason = (typeof DEAD_LETTER_REASONS)[number];

/** Why an episode ended. `late_cash` and `operator`, which the records know too, come later. */
export const RESOLVE_REASONS = [
  'cleared',
  'paid',
  'disputed',
  'restored',
  'superseded',
  'erased',
] as const;
export type ResolveReason = (typeof RESOLVE_REASONS)[number];

/** Why a word to people is kept back for now: it is told when this ends, if it is still true. */
export const MUTE_REASONS = ['snoozed', 'silenced', 'inhibited', 'cooldown'] as const;
export type MuteReason = (typeof MUTE_REASONS)[number];

/** Why a transition is news, is written for the record only, or is not written at all. */
export const ANNOUNCE_REASONS = [
  'news',
  'attended',
  'history',
  'opening_untold',
  'eased_only',
  ...MUTE_REASONS,
] as const;
export type AnnounceReason = (typeof ANNOUNCE_REASONS)[number];

/** What an alert turned out to be, said by whoever acknowledged it. */
export const OUTCOMES = ['useful', 'known', 'wrong'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Why an episode is told once more, or to somebody else. */
export type EscalationCause = 'severity' | 'unacknowledged' | 'mute_ended';
