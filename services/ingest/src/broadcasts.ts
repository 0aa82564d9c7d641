import type { Clock } from '@duewatch/config';
import { DEPLOYMENT_TENANT, type EpochDay } from '@duewatch/contracts';
import type { BusProducer } from '@duewatch/event-bus';
import { startOfBusinessDate } from './calendars/business-date.ts';
import { cashDeadline, cashRelease } from './calendars/cash-deadline.ts';
import { cashReleaseId, tickId, tickOf } from './calendars/tick-record.ts';
import type { IngestSettings } from './config.ts';
import type { FeedNews } from './feeds/feed-watch.ts';
import type { Translate } from './translate.ts';

/** What the door says itself, to every partition. All resolve when Kafka has acknowledged it. */
export interface Broadcasts {
  writeTick(calendarId: string, date: EpochDay): Promise<void>;
  /** Says that cash of the business day before `date` is waited for no longer. */
  releaseCash(calendarId: string, date: EpochDay): Promise<void>;
  announceFeed(news: FeedNews): Promise<void>;
}

/** Ids say what is told and not who tells it, so that several processes may tell the same. */
export function createBroadcasts(options: {
  readonly settings: IngestSettings;
  readonly translate: Translate;
  readonly producer: BusProducer;
  readonly clock: Clock;
}): Broadcasts {
  const { settings, translate, producer, clock } = options;
  const calendars = new Map(settings.calendars.map((one) => [one.calendarId, one]));
  const calendarOf = new Map(settings.tenants.map((one) => [one.tenantId, one.calendarId]));

  return {
    async writeTick(calendarId, date) {
      const calendar = calendars.get(calendarId);
      if (calendar === undefined) throw new TypeError(`no calendar is called ${calendarId}`);
      const records = translate.broadcast('ClockBusinessDayStarted', tickOf(calendar, date), {
        id: tickId(calendarId, date),
        // A day that was missed began when it began, and not when it is written.
        time: startOfBusinessDate(date, calendar.timeZone),
        tenantId: DEPLOYMENT_TENANT,
        recordedTime: clock.now(),
        calendarId,
      });
      await producer.send(records);
    },
    async releaseCash(calendarId, date) {
      const calendar = calendars.get(calendarId);
      if (calendar === undefined) throw new TypeError(`no calendar is called ${calendarId}`);
      const records = translate.broadcast('FeedCompleted', cashRelease(calendar, date), {
        id: cashReleaseId(calendarId, date),
        time: cashDeadline(calendar, date) ?? clock.now(),
        tenantId: DEPLOYMENT_TENANT,
        recordedTime: clock.now(),
        calendarId,
      });
      await producer.send(records);
    },
    async announceFeed({ kind, tenantId, source, silentSinceMs, atMs }) {
      const common = { tenantId, legalEntityId: null, sourceSystem: 'duewatch', sourceRef: null };
      const envelope = {
        id: `feed:${kind}:${tenantId}:${source}:${silentSinceMs}`,
        time: atMs,
        tenantId,
        recordedTime: clock.now(),
        calendarId: calendarOf.get(tenantId) ?? null,
      };
      const data = { ...common, source };
      const records =
        kind === 'went_silent'
          ? translate.broadcast('FeedWentSilent', { ...data, silentSince: silentSinceMs }, envelope)
          : translate.broadcast('FeedResumed', { ...data, resumedAt: atMs }, envelope);
      await producer.send(records);
    },
  };
}
