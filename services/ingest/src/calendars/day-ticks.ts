import type { Clock } from '@duewatch/config';
import { type EpochDay, type EpochMs, isoDateOf } from '@duewatch/contracts';
import type { Log } from '@duewatch/telemetry';
import type { MarkStore } from '../mark-store.ts';
import { businessDateAt, nextMidnight } from './business-date.ts';

/** A calendar that the wall clock drives. */
export interface LiveCalendar {
  readonly calendarId: string;
  readonly timeZone: string;
  /** When the cash of the business day before is waited for no longer; null: not on this day. */
  cashDeadline(date: EpochDay): EpochMs | null;
}

export interface DayTicks {
  /**
   * Writes the days missed while nobody ran, oldest first, then keeps writing at local midnight.
   */
  start(): Promise<void>;
  stop(): void;
  /** Calendars whose present date, or the release of whose day before, is not yet in the log. */
  pending(): number;
}

/** Timers do not run while a machine sleeps and are blind to clock changes: look again by then. */
const recheckMs = 15 * 60_000;
const retryMs = 5_000;

/**
 * Begins each business day of the live calendars in the log, and ends the waiting for cash on it.
 * Invariant: what is written of a calendar is written in order, the mark follows the write, so a
 * crash repeats a date and never skips one.
 */
export function createDayTicks(options: {
  readonly calendars: readonly LiveCalendar[];
  readonly clock: Clock;
  readonly marks: MarkStore;
  readonly log: Log;
  /** Resolves when the tick is in every partition. */
  writeTick(calendarId: string, date: EpochDay): Promise<void>;
  /** The same of the news that cash of the business day before is waited for no longer. */
  releaseCash(calendarId: string, date: EpochDay): Promise<void>;
}): DayTicks {
  const { clock, marks, log, writeTick, releaseCash } = options;
  const calendars = options.calendars.map((calendar) => ({
    calendarId: calendar.calendarId,
    timeZone: calendar.timeZone,
    cashDeadline: (date: EpochDay) => calendar.cashDeadline(date),
    lastDate: undefined as EpochDay | undefined,
    releasedOn: undefined as EpochDay | undefined,
    midnightMs: 0,
    cancel: (): void => {},
  }));
  type Calendar = (typeof calendars)[number];
  let isStopped = false;

  async function catchUp(calendar: Calendar): Promise<void> {
    const { calendarId, timeZone } = calendar;
    const today = businessDateAt(clock.now(), timeZone);
    // Another process may have written it already; what is repeated nevertheless does no harm.
    calendar.lastDate = later(calendar.lastDate, await readDate(marks, markName(calendarId)));
    calendar.releasedOn = later(calendar.releasedOn, await readDate(marks, cashMark(calendarId)));
    // The first start ever has no past to catch up: the log begins today, and waits for nothing.
    if (calendar.lastDate === undefined) await noteRelease(calendar, today);
    await release(calendar);
    for (let date = (calendar.lastDate ?? today - 1) + 1; date <= today; date += 1) {
      if (isStopped) return;
      await writeTick(calendarId, date);
      calendar.lastDate = date;
      await marks.write(markName(calendarId), String(date));
      log.info('business day started', { calendarId, date: isoDateOf(date) });
      await release(calendar);
    }
  }

  /** Before the next day begins, so that a day caught up is told as it would have been in time. */
  async function release(calendar: Calendar): Promise<void> {
    const { calendarId, lastDate } = calendar;
    if (isStopped || lastDate === undefined || !isReleaseDue(calendar)) return;
    await releaseCash(calendarId, lastDate);
    await noteRelease(calendar, lastDate);
    log.info('cash of the day before waited for no longer', { calendarId, date: lastDate });
  }

  async function noteRelease(calendar: Calendar, date: EpochDay): Promise<void> {
    calendar.releasedOn = date;
    await marks.write(cashMark(calendar.calendarId), String(date));
  }

  function isReleaseDue({ cashDeadline, lastDate, releasedOn }: Calendar): boolean {
    if (lastDate === undefined || (releasedOn ?? -1) >= lastDate) return false;
    const deadline = cashDeadline(lastDate);
    return deadline !== null && clock.now() >= deadline;
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
    const deadline =
      calendar.lastDate === undefined ? null : calendar.cashDeadline(calendar.lastDate);
    const untilDeadline = deadline !== null && deadline > now ? deadline - now : recheckMs;
    return Math.min(calendar.midnightMs - now, untilDeadline, recheckMs);
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
      calendars.filter((calendar) => {
        const { lastDate, timeZone } = calendar;
        if (lastDate === undefined || isReleaseDue(calendar)) return true;
        return lastDate < businessDateAt(clock.now(), timeZone);
      }).length,
  };
}

function markName(calendarId: string): string {
  return `calendar:${calendarId}`;
}

function cashMark(calendarId: string): string {
  return `cash:${calendarId}`;
}

/** Another process may have got further than this one. */
function later(mine: EpochDay | undefined, marked: EpochDay | undefined): EpochDay | undefined {
  return mine === undefined || marked === undefined ? (mine ?? marked) : Math.max(mine, marked);
}

async function readDate(marks: MarkStore, name: string): Promise<EpochDay | undefined> {
  const text = await marks.read(name);
  const date = Number(text);
  return text !== null && Number.isSafeInteger(date) ? date : undefined;
}
