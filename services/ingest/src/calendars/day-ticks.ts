import type { Clock } from '@duewatch/config';
import type { EpochDay } from '@duewatch/contracts';
import type { Log } from '@duewatch/telemetry';
import type { MarkStore } from '../mark-store.ts';
import { businessDateAt, nextMidnight } from './business-date.ts';

/** A calendar that the wall clock drives. */
export interface LiveCalendar {
  readonly calendarId: string;
  readonly timeZone: string;
}

export interface DayTicks {
  /**
   * Writes the days missed while nobody ran, oldest first, then keeps writing at local midnight.
   */
  start(): Promise<void>;
  stop(): void;
  /** Calendars whose present date is not yet in the log. */
  pending(): number;
}

/** Timers do not run while a machine sleeps and are blind to clock changes: look again by then. */
const recheckMs = 15 * 60_000;
const retryMs = 5_000;

/**
 * Begins each business day of the live calendars in the log. Invariant: dates of a calendar are
 * written in order, the mark follows the write, so a crash repeats a date and never skips one.
 */
export function createDayTicks(options: {
  readonly calendars: readonly LiveCalendar[];
  readonly clock: Clock;
  readonly marks: MarkStore;
  readonly log: Log;
  /** Resolves when the tick is in every partition. */
  writeTick(calendarId: string, date: EpochDay): Promise<void>;
}): DayTicks {
  const { clock, marks, log, writeTick } = options;
  const calendars = options.calendars.map(({ calendarId, timeZone }) => ({
    calendarId,
    timeZone,
    lastDate: undefined as EpochDay | undefined,
    midnightMs: 0,
    cancel: (): void => {},
  }));
  type Calendar = (typeof calendars)[number];
  let isStopped = false;

  async function catchUp(calendar: Calendar): Promise<void> {
    const { calendarId, timeZone } = calendar;
    const today = businessDateAt(clock.now(), timeZone);
    // Another process may have written it already; what is repeated nevertheless does no harm.
    const marked = await readDate(marks, calendarId);
    calendar.lastDate =
      marked === undefined ? calendar.lastDate : Math.max(marked, calendar.lastDate ?? marked);
    // The first start ever has no past to catch up: the log begins today.
    for (let date = (calendar.lastDate ?? today - 1) + 1; date <= today; date += 1) {
      if (isStopped) return;
      await writeTick(calendarId, date);
      calendar.lastDate = date;
      await marks.write(markName(calendarId), String(date));
      log.info('business day started', { calendarId, date });
    }
  }

  function arm(calendar: Calendar, delayMs: number): void {
    if (isStopped) return;
    calendar.cancel = clock.schedule(delayMs, () => {
      catchUp(calendar).then(
        () => arm(calendar, untilNext(calendar)),
        (error: unknown) => {
          log.error('business day not written, will retry', {
            calendarId: calendar.calendarId,
            retryMs,
            error,
          });
          arm(calendar, retryMs);
        },
      );
    });
  }

  function untilNext(calendar: Calendar): number {
    const now = clock.now();
    // Finding midnight takes a search, so it is kept until it has passed.
    if (now >= calendar.midnightMs) calendar.midnightMs = nextMidnight(now, calendar.timeZone);
    return Math.min(calendar.midnightMs - now, recheckMs);
  }

  return {
    async start() {
      for (const calendar of calendars) {
        await catchUp(calendar);
        arm(calendar, untilNext(calendar));
      }
    },
    stop() {
      isStopped = true;
      for (const calendar of calendars) calendar.cancel();
    },
    pending: () =>
      calendars.filter(({ lastDate, timeZone }) => {
        return lastDate === undefined || lastDate < businessDateAt(clock.now(), timeZone);
      }).length,
  };
}

function markName(calendarId: string): string {
  return `calendar:${calendarId}`;
}

async function readDate(marks: MarkStore, calendarId: string): Promise<EpochDay | undefined> {
  const text = await marks.read(markName(calendarId));
  const date = Number(text);
  return text !== null && Number.isSafeInteger(date) ? date : undefined;
}
