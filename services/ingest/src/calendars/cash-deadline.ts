import {
  DEPLOYMENT_TENANT,
  type EpochDay,
  type EpochMs,
  epochDayOf,
  type FeedCompleted,
} from '@duewatch/contracts';
import { businessDayBefore, type Calendar, isBusinessDay } from '@duewatch/risk-core';
import type { IngestSettings } from '../config.ts';
import { minutesOfDayAt, startOfBusinessDate } from './business-date.ts';

type CalendarSettings = IngestSettings['calendars'][number];

const minuteMs = 60_000;

/**
 * The instant of a business day from which nobody waits for the cash of the day before any longer;
 * null on days off and where there is no such time.
 */
export function cashDeadline(calendar: CalendarSettings, date: EpochDay): EpochMs | null {
  const { cashAwaitedUntil, timeZone } = calendar;
  if (cashAwaitedUntil === null || !isBusinessDay(modelCalendar(calendar), date)) return null;
  const [hours = 0, minutes = 0] = cashAwaitedUntil.split(':').map(Number);
  const wanted = hours * 60 + minutes;
  const guess = startOfBusinessDate(date, timeZone) + wanted * minuteMs;
  // Where clocks changed since midnight the guess shows another time; where they skip the wanted
  // time, the moment after the gap will do.
  const corrected = guess + (wanted - minutesOfDayAt(guess, timeZone)) * minuteMs;
  return minutesOfDayAt(corrected, timeZone) === wanted ? corrected : guess;
}

/** What is said then: as far as anybody waits, the cash of the business day before is complete. */
export function cashRelease(calendar: CalendarSettings, date: EpochDay): FeedCompleted {
  return {
    tenantId: DEPLOYMENT_TENANT,
    legalEntityId: null,
    sourceSystem: 'duewatch',
    sourceRef: null,
    source: 'duewatch',
    businessDate: businessDayBefore(modelCalendar(calendar), date),
  };
}

function modelCalendar({ calendarId, weekendDays, holidays }: CalendarSettings): Calendar {
  return {
    id: calendarId,
    weekendMask: weekendDays.reduce((mask, weekday) => mask | (1 << weekday), 0),
    holidays: new Set(holidays.map((iso) => epochDayOf(iso)).filter((day) => day !== undefined)),
  };
}
