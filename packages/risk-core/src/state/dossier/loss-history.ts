import { firstDayOf, monthOf } from '../../calendar/civil.ts';
import type { EpochDay } from '../../types/units.ts';
import type { Topic } from './topic.ts';

/** The expected loss at the end of a month, in base units. */
export interface MonthEnd {
  readonly on: EpochDay;
  readonly lossMinor: number;
}

/** The last month ends at which any loss was expected, the oldest first. */
export interface LossHistory {
  readonly ends: MonthEnd[];
}

/** A jump is told for two months at most, and compared with the end of the month before it. */
const MONTHS_KEPT = 4;

export const lossHistory: Topic<LossHistory> = {
  empty: () => ({ ends: [] }),
  age: ({ ends }, today) => {
    const first = firstDayOf(monthOf(today) - MONTHS_KEPT);
    while (ends[0] !== undefined && ends[0].on < first) ends.shift();
    return ends.length === 0;
  },
};

/** Month ends among days from the first to the last, of those that are kept after them. */
export function monthEndsIn(firstDay: EpochDay, lastDay: EpochDay): EpochDay[] {
  const month = monthOf(lastDay + 1);
  const ends: EpochDay[] = [];
  let next = Math.max(monthOf(firstDay) + 1, month - MONTHS_KEPT + 1);
  for (; next <= month; next += 1) ends.push(firstDayOf(next) - 1);
  return ends;
}

/** The loss at the end of the month before a day; 0 when none was expected, or nobody knows. */
export function lossBefore({ ends }: LossHistory, day: EpochDay): number {
  const on = firstDayOf(monthOf(day)) - 1;
  return ends.find((end) => end.on === on)?.lossMinor ?? 0;
}
