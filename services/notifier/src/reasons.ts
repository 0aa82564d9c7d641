/**
 * Every reason that the notifier gives for a record that it does not use, or a delivery that does
 * not go out by itself. Closed lists: they label counters and stand on records.
 */
export type SkipReason = 'repeat' | 'note' | 'not_for_people' | 'own_summary';

/** Why a record could not be understood, or a message not be delivered. */
export type DeadLetterReason = 'unreadable' | 'no_key' | 'key_mismatch' | 'undeliverable';

/** Why a row ended without a message of its own, or is held. */
export type RowReason =
  | 'opening_position'
  | 'caught_up'
  | 'digest'
  /** Too many at once: a person decides. */
  | 'storm'
  /** A person decided that nobody shall hear of it. */
  | 'dropped'
  /** It was held, and a later message of the case was told. */
  | 'overtaken'
  /** A system that is to have the changes of this tenant no more. */
  | 'unsubscribed'
  /** It was held, and was over before anybody heard of it. */
  | 'ended_untold';
