import type { Day } from './ledger-row.ts';

/** Weekdays are counted from 0, Sunday. */
export interface BusinessCalendar {
  readonly weekendDays: readonly number[];
  readonly holidays: readonly Day[];
}

/** Monday to Friday, without holidays. */
export const weekdaysOnly: BusinessCalendar = { weekendDays: [0, 6], holidays: [] };

/** The due date as it counts: the day itself, or the next business day. */
export function dueDayOf(calendar: BusinessCalendar, dueOn: Day): Day {
  let day = dueOn;
  while (isClosed(calendar, day)) day += 1;
  return day;
}

/** The first day on which an item is past due: the next business day after the one it is due. */
export function overdueDayOf(calendar: BusinessCalendar, dueOn: Day): Day {
  return dueDayOf(calendar, dueDayOf(calendar, dueOn) + 1);
}

function isClosed({ weekendDays, holidays }: BusinessCalendar, day: Day): boolean {
  // 1970-01-01 was a Thursday.
  return weekendDays.includes((((day + 4) % 7) + 7) % 7) || holidays.includes(day);
}
