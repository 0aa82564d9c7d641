import type { EpochDay } from '../../types/units.ts';
import { NEVER } from '../records.ts';
import type { Topic } from './topic.ts';

/** A band that a person pinned, by the latest word. */
export interface Override {
  /** 0 is A, 4 is E; NEVER once the pin was taken off. */
  rank: number;
  from: EpochDay;
  /** Last day; NEVER until somebody clears it. */
  until: EpochDay;
  stamp: number;
}

export const override: Topic<Override> = {
  empty: () => ({ rank: NEVER, from: NEVER, until: NEVER, stamp: NEVER }),
  days({ rank, from, until }, { overrides }, listener) {
    if (rank === NEVER) return;
    listener.consider(from);
    if (until === NEVER) return;
    listener.consider(until - overrides.noticeDays);
    listener.consider(until + 1);
  },
};

/** Rank of the pinned band on a day; NEVER when none is pinned. */
export function pinnedRank({ rank, from, until }: Override, day: EpochDay): number {
  if (rank === NEVER || from > day) return NEVER;
  return until === NEVER || day <= until ? rank : NEVER;
}
