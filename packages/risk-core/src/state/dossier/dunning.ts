import type { EpochDay } from '../../types/units.ts';
import { NEVER } from '../records.ts';
import type { Topic } from './topic.ts';

/** Where the dunning system itself stands. Registers apart: each has its own latest word. */
export interface Dunning {
  /** Level of the campaign that runs; 0 when none does. */
  level: number;
  reachedOn: EpochDay;
  levelStamp: number;
  /** The whole customer is left alone from one day to another; NEVER without an end. */
  pausedOn: EpochDay;
  pausedUntil: EpochDay;
  pauseStamp: number;
}

export const dunning: Topic<Dunning> = {
  empty: () => ({
    level: 0,
    reachedOn: NEVER,
    levelStamp: NEVER,
    pausedOn: NEVER,
    pausedUntil: NEVER,
    pauseStamp: NEVER,
  }),
  days({ pausedOn, pausedUntil }, _, listener) {
    if (pausedOn !== NEVER) listener.consider(pausedOn);
    if (pausedUntil !== NEVER) listener.consider(pausedUntil + 1);
  },
};

/** True on the days of a pause. What the dunning system does after it began ends it. */
export function isDunningPaused(state: Dunning, day: EpochDay): boolean {
  if (state.pausedOn === NEVER || state.pausedOn > day) return false;
  if (state.levelStamp > state.pauseStamp) return false;
  return state.pausedUntil === NEVER || day <= state.pausedUntil;
}
