import type { EpochDay } from '../types/units.ts';

/** What is remembered of one customer. Shells read the first lines only; the rest is the core's. */
export interface Profile {
  /** Last day that the profile was brought to; -1 before the first fold. */
  today: EpochDay;
  /** Calendar that the customer lives in; set by the shell, kept and encoded here. */
  calendarId: string;
  /** Whole numbers ≥ -1 that the shell keeps with the customer, such as its output positions. */
  shell: number[];
}

/** A customer nobody has heard of yet. */
export function createProfile(calendarId: string): Profile {
  return { today: -1, calendarId, shell: [] };
}
