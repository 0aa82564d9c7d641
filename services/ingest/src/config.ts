import { apiKey, tenantId } from '@duewatch/config';
import { isTimeZone } from '@duewatch/contracts';
import { z } from 'zod';

/** The same shape that the records' calendar and source fields have. */
const code = (lengthMax: number) =>
  z
    .string()
    .max(lengthMax)
    .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]*$/, 'must be letters, digits and _.-');

const isoDate = z.iso.date('must be a date such as 2026-12-25');

const calendar = z.strictObject({
  calendarId: code(40),
  timeZone: z.string().refine(isTimeZone, 'must be an IANA time zone such as Europe/Paris'),
  /** 0 is Sunday, 6 is Saturday. */
  weekendDays: z.array(z.int().min(0).max(6)).max(6).default([0, 6]),
  holidays: z.array(isoDate).default([]),
  /**
   * Local time on a business day until which alerts raised by time alone wait for the cash of the
   * day before; null: until a feed says that it is complete, at most the whole day.
   */
  cashAwaitedUntil: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time such as 10:00')
    .nullable()
    .default('10:00'),
  /** Live calendars are driven by the wall clock here, others by whoever feeds them. */
  live: z.boolean().default(true),
});

const feed = z.strictObject({
  tenantId,
  /** The `sourceSystem` of its events. */
  source: code(40),
  maxSilentHours: z
    .number()
    .positive()
    .max(24 * 366),
});

/** Settings of the door, section `ingest`. Everything has a default but keys and calendars. */
export const ingestSettings = z
  .object({
    /** On loopback: a proxy in front does TLS. */
    host: z.string().default('127.0.0.1'),
    port: z.int().min(0).max(65_535).default(8080),
    logLevel: z.enum(['debug', 'info', 'warn', 'error', 'fatal']).default('info'),
    /** Several keys of one tenant may be active, so that one can be replaced without a pause. */
    keys: z.array(apiKey).default([]),
    /** More keys; read again when it changes. `duewatch keys` writes it. */
    keysFile: z.string().nullable().default(null),
    tenants: z.array(z.strictObject({ tenantId, calendarId: code(40) })).default([]),
    calendars: z.array(calendar).default([]),
    feeds: z.array(feed).default([]),
    /** 1 MB holds a full batch of ordinary events twice. */
    bodyBytesMax: z.int().min(1_024).max(16_777_216).default(1_048_576),
    batchEventsMax: z.int().min(1).max(10_000).default(1_000),
    /** Bodies being worked on at once; above it the door answers 503 before reading one. */
    inFlightBytesMax: z.int().min(1_048_576).default(33_554_432),
    /** Per tenant and process. About what one process takes in: keeps room for other tenants. */
    eventsPerSecond: z.number().positive().default(50_000),
    burstEvents: z.int().positive().default(100_000),
    /** How long a (source, id) is remembered. */
    dedupeHours: z
      .number()
      .positive()
      .max(24 * 31)
      .default(48),
    /** How long a client waits for Kafka before it is told to come again. */
    publishTimeoutSeconds: z.number().min(1).max(60).default(10),
    /** What a client is told to wait when the log or the store is away. */
    retryAfterSeconds: z.int().positive().default(5),
    /** How far in the future an event on a live calendar may claim to have happened. */
    futureHoursMax: z.number().nonnegative().default(24),
    /** Currency of scoring, which counts until `fx.rates_published` names another. */
    baseCurrency: z
      .string()
      .regex(/^[A-Z]{3}$/)
      .default('EUR'),
    /** Records that scoring has still to fold, above which a credit check is referred. */
    staleAfterRecords: z.int().positive().default(2_000),
    /** Above this the state is taken for one that is being rebuilt, and no question is answered. */
    rebuildingAfterRecords: z.int().positive().default(50_000),
    /** Work for so long may wait for scoring, while more comes, before nothing is let in. */
    behindSecondsMax: z.number().positive().default(5),
    /** So late may it be before history waits. */
    historyBehindSecondsMax: z.number().positive().default(2),
    /** A body that takes longer to arrive is given up, so that slow senders hold no places. */
    requestTimeoutSeconds: z.int().positive().default(30),
    /** Requests still at work when the process stops get this long; it is cut off after 15 s. */
    drainSeconds: z.int().positive().max(14).default(10),
  })
  .superRefine((settings, context) => {
    const report = (path: (string | number)[], message: string): void => {
      context.addIssue({ code: 'custom', path, message });
    };
    const calendarIds = new Set(settings.calendars.map(({ calendarId }) => calendarId));
    const tenantIds = new Set(settings.tenants.map(({ tenantId }) => tenantId));
    if (calendarIds.size < settings.calendars.length) report(['calendars'], 'has an id twice');
    if (tenantIds.size < settings.tenants.length) report(['tenants'], 'has an id twice');
    settings.tenants.forEach(({ calendarId }, at) => {
      if (!calendarIds.has(calendarId)) report(['tenants', at, 'calendarId'], 'is no calendar');
    });
    for (const list of ['keys', 'feeds'] as const) {
      settings[list].forEach(({ tenantId }, at) => {
        if (!tenantIds.has(tenantId)) report([list, at, 'tenantId'], 'is not among the tenants');
      });
    }
    if (settings.burstEvents < settings.batchEventsMax) {
      report(['burstEvents'], 'must not be below batchEventsMax, or full batches never pass');
    }
    if (settings.rebuildingAfterRecords < settings.staleAfterRecords) {
      report(['rebuildingAfterRecords'], 'must not be below staleAfterRecords');
    }
    if (settings.inFlightBytesMax < 2 * settings.bodyBytesMax) {
      report(['inFlightBytesMax'], 'must hold at least two bodies of bodyBytesMax');
    }
  });

/** See `ingestSettings`. */
export type IngestSettings = z.output<typeof ingestSettings>;
