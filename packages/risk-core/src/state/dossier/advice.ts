import type { AdviceCode, AdviceKind } from '../../types/advice.ts';
import type { EpochDay } from '../../types/units.ts';
import type { Topic } from './topic.ts';

/** Something advised to the credit department; kept while its cause lasts. */
export interface AdviceEntry {
  readonly kind: AdviceKind;
  /** Names the cause, such as the band: another basis is another piece of advice. */
  readonly basis: string;
  readonly issuedOn: EpochDay;
  readonly expiresOn: EpochDay;
  /** NEVER where no amount is meant; minor units of `currency` otherwise. */
  readonly fromMinor: number;
  readonly toMinor: number;
  readonly currency: string;
  /** Empty where no code is meant. */
  readonly fromCode: string;
  readonly toCode: string;
  /** NEVER where no share is meant. */
  readonly sharePpm: number;
  readonly reason: AdviceCode;
  /** False once it was followed: not told, but kept, so that it is not given twice. */
  readonly isOpen: boolean;
}

/**
 * What is advised today, and what was at the close of the day before. Both lists are replaced,
 * never changed, so that others may keep them to compare with.
 */
export interface Advice {
  now: readonly AdviceEntry[];
  closed: readonly AdviceEntry[];
}

export const advice: Topic<Advice> = {
  empty: () => ({ now: [], closed: [] }),
  days({ now }, _, listener) {
    for (const { isOpen, expiresOn } of now) {
      if (isOpen) listener.consider(expiresOn);
    }
  },
  age: ({ now, closed }) => now.length === 0 && closed.length === 0,
};
