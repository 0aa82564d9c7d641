import { type EpochDay, epochDayOf, isoDateOf } from '@duewatch/contracts';

/** The days on which a feed's world works. Its clock is the feed itself. */
export interface FedCalendar {
  readonly id: string;
  /** 0 is Sunday. */
  readonly weekendDays: readonly number[];
  isBusinessDay(day: EpochDay): boolean;
  /** The day itself, or the next one on which people work. */
  onOrAfter(day: EpochDay): EpochDay;
  onOrBefore(day: EpochDay): EpochDay;
  /** What a tick tells of the holidays around its date. */
  holidaysAround(day: EpochDay): readonly EpochDay[];
}

const WEEKEND = [0, 6];
const HOLIDAYS = ['01-01', '05-01', '12-25', '12-26'];

// How far a tick looks back and ahead: further than any due date it is used to shift.
const HOLIDAYS_BEHIND_DAYS = 40;
const HOLIDAYS_AHEAD_DAYS = 400;

/** The calendar of the sample: weekends, and four holidays a year. */
export function createFedCalendar(id: string): FedCalendar {
  const isHoliday = (day: EpochDay) => HOLIDAYS.includes(isoDateOf(day).slice(5));
  // 1970-01-01 was a Thursday.
  const weekday = (day: EpochDay) => (((day + 4) % 7) + 7) % 7;
  const isBusinessDay = (day: EpochDay) => !WEEKEND.includes(weekday(day)) && !isHoliday(day);
  const walk = (day: EpochDay, step: number): EpochDay => {
    let found = day;
    while (!isBusinessDay(found)) found += step;
    return found;
  };
  return {
    id,
    weekendDays: WEEKEND,
    isBusinessDay,
    onOrAfter: (day) => walk(day, 1),
    onOrBefore: (day) => walk(day, -1),
    holidaysAround: (day) => holidaysBetween(day - HOLIDAYS_BEHIND_DAYS, day + HOLIDAYS_AHEAD_DAYS),
  };
}

function holidaysBetween(from: EpochDay, to: EpochDay): readonly EpochDay[] {
  const years = [from, to].map((day) => Number(isoDateOf(day).slice(0, 4)));
  const days: EpochDay[] = [];
  for (let year = years[0] ?? 0; year <= (years[1] ?? 0); year += 1) {
    for (const holiday of HOLIDAYS) {
      const day = epochDayOf(`${year}-${holiday}`);
      if (day !== undefined && day >= from && day <= to) days.push(day);
    }
  }
  return days;
}
