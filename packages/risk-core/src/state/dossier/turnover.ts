import { type Month, monthOf } from '../../calendar/civil.ts';
import type { EpochDay } from '../../types/units.ts';
import { NEVER } from '../records.ts';
import type { Topic } from './topic.ts';

/** Months before the current one whose sales are kept: a year, whatever the season. */
const MONTHS_KEPT = 12;

/** Sales in base units by month of issue: pairs of month and amount, the oldest first. */
export interface Turnover {
  months: number[];
}

export const turnover: Topic<Turnover> = {
  empty: () => ({ months: [] }),
  age(state, today) {
    const first = firstMonth(today);
    while (state.months.length > 0 && (state.months[0] ?? first) < first) state.months.splice(0, 2);
    return state.months.length === 0;
  },
};

/** The answer given last: a whole day long every customer asks the same. */
const last = { today: NEVER, month: NEVER };

function firstMonth(today: EpochDay): Month {
  if (today !== last.today) {
    last.today = today;
    last.month = monthOf(today) - MONTHS_KEPT;
  }
  return last.month;
}

/** The month in which sales are counted on a day; NEVER for those of too long ago. */
export function salesMonth(issuedOn: EpochDay, today: EpochDay): Month {
  // Cheaper than asking for the month of everything that is long past.
  if (issuedOn <= today - 32 * (MONTHS_KEPT + 1)) return NEVER;
  const month = monthOf(issuedOn);
  // Within eleven months of days nothing can be of too long ago.
  if (issuedOn > today - 28 * MONTHS_KEPT) return month;
  return month >= firstMonth(today) ? month : NEVER;
}

/** Adds to a month of issue, or takes away with an amount below zero. */
export function addSales({ months }: Turnover, month: Month, amount: number): void {
  let at = months.length;
  while (at > 0 && (months[at - 2] ?? 0) >= month) at -= 2;
  if (months[at] !== month) months.splice(at, 0, month, 0);
  const sum = (months[at + 1] ?? 0) + amount;
  if (sum === 0) months.splice(at, 2);
  else months[at + 1] = sum;
}
