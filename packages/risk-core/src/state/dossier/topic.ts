import type { Policy } from '../../policy/policy.ts';
import type { EpochDay } from '../../types/units.ts';

/** Hears of days on which time alone changes something; those that have passed do not matter. */
export interface DayListener {
  consider(day: EpochDay): void;
}

/**
 * A kind of fact about the customer beside its ledger. Its state is bounded, and a pure function
 * of the events told and of the day: their order must not show.
 */
export interface Topic<State> {
  /** Where the first event of the topic starts from. */
  empty(): State;
  /** Names the days on which points, floors or conditions change by it without an event. */
  days?(state: State, policy: Policy, listener: DayListener): void;
  /** Drops what no longer counts today; true when nothing is left. Asked before every look. */
  age?(state: State, today: EpochDay, policy: Policy): boolean;
}
