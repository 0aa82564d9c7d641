import {
  type ClockBusinessDayStarted,
  DEPLOYMENT_TENANT,
  type EpochDay,
  epochDayOf,
  isoDateOf,
} from '@duewatch/contracts';
import type { IngestSettings } from '../config.ts';

type Calendar = IngestSettings['calendars'][number];

/** What a tick says of holidays: far enough back for due dates of open items, far enough ahead. */
const holidaysBeforeDays = 40;
const holidaysAfterDays = 400;

/** What the log must know of a business day, so that it alone replays. */
export function tickOf(calendar: Calendar, date: EpochDay): ClockBusinessDayStarted {
  const holidays = calendar.holidays
    .map((iso) => epochDayOf(iso))
    .filter((day) => day !== undefined)
    .filter((day) => day >= date - holidaysBeforeDays && day <= date + holidaysAfterDays)
    .sort((a, b) => a - b);
  return {
    tenantId: DEPLOYMENT_TENANT,
    legalEntityId: null,
    sourceSystem: 'duewatch',
    sourceRef: null,
    calendarId: calendar.calendarId,
    date,
    weekendDays: calendar.weekendDays,
    holidays,
  };
}

/** The same in every process, so that readers see a repeat for what it is. */
export function tickId(calendarId: string, date: EpochDay): string {
  return `day:${calendarId}:${isoDateOf(date)}`;
}

/** The same of the news that nobody waits for cash any longer on a day. */
export function cashReleaseId(calendarId: string, date: EpochDay): string {
  return `cash:${calendarId}:${isoDateOf(date)}`;
}
