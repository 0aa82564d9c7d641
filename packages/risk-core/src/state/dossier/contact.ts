import type { EpochDay } from '../../types/units.ts';
import { NEVER } from '../records.ts';
import type { Topic } from './topic.ts';

/** When the customer was last spoken with, and when the next word is agreed. */
export interface Contact {
  /** Latest day of any contact, a letter of dunning included. */
  lastOn: EpochDay;
  /** Agreed with the latest contact; NEVER without one. */
  nextOn: EpochDay;
  nextStamp: number;
  /** Latest day of a credit review. */
  reviewedOn: EpochDay;
}

export const contact: Topic<Contact> = {
  empty: () => ({ lastOn: NEVER, nextOn: NEVER, nextStamp: NEVER, reviewedOn: NEVER }),
};
