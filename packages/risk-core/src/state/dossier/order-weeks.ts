import { mondayOf, type Week, weekOf } from '../../calendar/weeks.ts';
import type { EpochDay } from '../../types/units.ts';
import { NEVER } from '../records.ts';
import type { Topic } from './topic.ts';

/** Whole weeks that are compared, and how far back those lie that they are compared with. */
export const WEEKS_COMPARED = 8;
export const WEEKS_BACK = 52;

/** What was ordered in a week and a currency. */
export interface WeekSum {
  readonly week: Week;
  readonly currency: string;
  amountMinor: number;
}

/**
 * Orders by the week in which they were placed, in order of week and currency: this week, and as
 * many whole ones as are compared. Orders are remembered as long, so any correction finds its week.
 */
export interface OrderWeeks {
  readonly sums: WeekSum[];
}

const WEEKS_KEPT = WEEKS_BACK + WEEKS_COMPARED;

/** First days on which a week counts, counts no more, counts as a year ago, and is forgotten. */
const TURNS = [1, 1 + WEEKS_COMPARED, 1 + WEEKS_BACK, 1 + WEEKS_KEPT] as const;

export const orderWeeks: Topic<OrderWeeks> = {
  empty: () => ({ sums: [] }),
  days({ sums }, _, listener) {
    for (const { week } of sums) {
      for (const turn of TURNS) listener.consider(mondayOf(week + turn));
    }
  },
  age({ sums }, today) {
    const first = weekOf(today) - WEEKS_KEPT;
    let old = 0;
    while ((sums[old]?.week ?? first) < first) old += 1;
    if (old > 0) sums.splice(0, old);
    return sums.length === 0;
  },
};

/** Day from which on an order of that day is in no comparison any more. */
export function uncomparedFrom(placedOn: EpochDay): EpochDay {
  return mondayOf(weekOf(placedOn) + 1 + WEEKS_KEPT);
}

/** The week in which an order counts on a day; NEVER when that is too long ago. */
export function countedWeek(placedOn: EpochDay, today: EpochDay): Week {
  return today < uncomparedFrom(placedOn) ? weekOf(placedOn) : NEVER;
}

/** Adds to a week, or takes away with an amount below zero. */
export function addOrdered(
  { sums }: OrderWeeks,
  week: Week,
  currency: string,
  amountMinor: number,
): void {
  let at = sums.length;
  for (; at > 0; at -= 1) {
    const before = sums[at - 1];
    if (!before || before.week < week) break;
    if (before.week > week || before.currency > currency) continue;
    if (before.currency < currency) break;
    before.amountMinor += amountMinor;
    if (before.amountMinor === 0) sums.splice(at - 1, 1);
    return;
  }
  sums.splice(at, 0, { week, currency, amountMinor });
}
