import type { Clock } from '@duewatch/config';
import { type Codec, entryOfRecord } from '@duewatch/contracts';
import type { Bus, BusProducer } from '@duewatch/event-bus';
import { createCustomerReader } from '@duewatch/scoring-logic';
import type { PartitionStore } from '@duewatch/stream';
import type { Log } from '@duewatch/telemetry';
import type { FastifyInstance } from 'fastify';
import { createBroadcasts } from './broadcasts.ts';
import { calendarRulesOf } from './calendars/calendar-rules.ts';
import { cashDeadline } from './calendars/cash-deadline.ts';
import { createDayTicks } from './calendars/day-ticks.ts';
import type { IngestSettings } from './config.ts';
import type { DedupeStore } from './dedupe-store.ts';
import { createAdmission } from './door/admission.ts';
import { deriveEventKinds } from './door/event-kinds.ts';
import { explainFailure } from './door/explain-failure.ts';
import { describeDoor } from './door/openapi.ts';
import { createServer, listen } from './door/server.ts';
import { createFeedWatch } from './feeds/feed-watch.ts';
import type { MarkStore } from './mark-store.ts';
import { type BacklogWatch, watchBacklog } from './overload/backlog-watch.ts';
import { createLateness } from './overload/lateness.ts';
import { createPipeline, type Taken } from './pipeline.ts';
import { createQuestions, type Questions } from './questions/answer-questions.ts';
import { createLogEnds } from './questions/log-ends.ts';
import { createReadiness } from './readiness.ts';
import { createCheckEventStep } from './steps/check-event.ts';
import { createKeyRing } from './steps/key-ring.ts';
import { createRateLimiter } from './steps/limit-rate.ts';
import { createPublishRecordsStep } from './steps/publish-records.ts';
import { createRepeatRecogniser } from './steps/recognise-repeats.ts';
import { createTranslate } from './translate.ts';

/** What ingest needs from outside. Its caller closes them, after `stop`. */
export interface IngestPorts {
  readonly bus: Bus;
  readonly codec: Codec;
  readonly dedupe: DedupeStore;
  readonly marks: MarkStore;
  /** Scoring's state. It is read, never written. */
  readonly scoringStore: PartitionStore;
  readonly clock: Clock;
  readonly log: Log;
  /** How requests reach the door; over a socket when absent. */
  readonly listen?: typeof listen;
}

/** How ingest is doing, as /status answers it. */
export interface IngestStatus {
  readonly service: 'ingest';
  readonly ready: boolean;
  /** Ingest reads no topic. */
  readonly lag: 0;
  /** Requests at work, days and feed news not yet in the log. */
  readonly pending: number;
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: number;
  /** Whole requests that were told to come again. */
  readonly unavailable: number;
  /** Accepted events whose repeats would not be recognised, because the store was away. */
  readonly forgotten: number;
}

export interface IngestApp {
  /** Writes the days that are due, then opens the door. */
  start(): Promise<void>;
  /** Finishes what is at work, refuses what comes, closes the door. */
  stop(): Promise<void>;
  status(): IngestStatus;
  /** `http://host:port` once started. */
  url(): string;
}

const hourMs = 3_600_000;
const eventsTopic = entryOfRecord('ClockBusinessDayStarted').topic;

/** Puts the service together on the ports given. */
export function createApp(settings: IngestSettings, ports: IngestPorts): IngestApp {
  const counts = { accepted: 0, duplicates: 0, rejected: 0, unavailable: 0, forgotten: 0 };
  let running: RunningDoor | undefined;
  let isReady = false;

  const status = (): IngestStatus => ({
    service: 'ingest',
    ready: isReady,
    lag: 0,
    pending: running?.pending() ?? 0,
    ...counts,
  });

  return {
    async start() {
      const door = await build(settings, ports, counts, () => status());
      running = door;
      try {
        await door.open();
      } catch (error) {
        await door.close();
        throw error;
      }
      isReady = true;
      ports.log.info('door open', { url: door.url() });
    },
    async stop() {
      isReady = false;
      await running?.close();
    },
    status,
    url: () => running?.url() ?? '',
  };
}

interface RunningDoor {
  open(): Promise<void>;
  close(): Promise<void>;
  pending(): number;
  url(): string;
}

type Counts = { -readonly [Name in CountName]: number };
type CountName = 'accepted' | 'duplicates' | 'rejected' | 'unavailable' | 'forgotten';

/** Straight wiring; longer than most because it shows the whole service at once. */
async function build(
  settings: IngestSettings,
  ports: IngestPorts,
  counts: Counts,
  status: () => IngestStatus,
): Promise<RunningDoor> {
  const { bus, codec, dedupe, marks, clock, log } = ports;
  const partitions = (await bus.ends(eventsTopic)).length;
  const producer = bus.producer('ingest', {
    deadlineMs: settings.publishTimeoutSeconds * 1_000,
  });
  const translate = createTranslate({ codec, partitions });
  const broadcasts = createBroadcasts({ settings, translate, producer, clock });
  const kinds = deriveEventKinds();
  const admission = createAdmission(settings.inFlightBytesMax);

  const ticks = ticksOf(settings, ports, broadcasts);
  const feeds = feedsOf(settings, ports, broadcasts);
  const keyRing = createKeyRing(settings, { clock, log });
  const outage = createOutageLog(log);
  const publishRecords = createPublishRecordsStep({ bus, producer });
  const backlog = backlogOf(ports, partitions);
  const takeIn = createPipeline({
    checkEvent: createCheckEventStep({
      kinds,
      calendars: calendarRulesOf(settings),
      futureMsMax: settings.futureHoursMax * hourMs,
    }),
    translate,
    repeats: createRepeatRecogniser({
      store: dedupe,
      rememberMs: settings.dedupeHours * hourMs,
    }),
    async publishRecords(events) {
      await publishRecords(events);
      backlog.wrote();
      outage.ended();
    },
    explainFailure(step, error) {
      outage.began(step, error);
      return explainFailure(step, error, settings.retryAfterSeconds);
    },
    forgot(count, error) {
      counts.forgotten += count;
      log.warn('accepted events not remembered', { count, error });
    },
    heard: feeds.heard,
  });
  const server = createServer(settings, {
    questions: questionsOn(settings, ports, partitions),
    clock,
    log,
    admission,
    lateness: createLateness(backlog, settings),
    rates: createRateLimiter(settings),
    openApi: () => describeDoor(kinds, settings),
    authenticate: keyRing.authenticate,
    takeIn: async (events, caller, now) => {
      backlog.letIn(events.length);
      return counted(counts, await takeIn(events, caller, now));
    },
    isReady: createReadiness(clock, async () => {
      if (!status().ready) throw new Error('The door is not open.');
      await Promise.all([bus.ends(eventsTopic), marks.read('readiness')]);
    }),
    status,
  });
  return {
    async open() {
      await ticks.start();
      await feeds.start();
      await (ports.listen ?? listen)(server, settings.host, settings.port);
    },
    close: () =>
      closeDoor({
        ...ports,
        settings,
        admission,
        backlog,
        ticks,
        feeds,
        keyRing,
        server,
        producer,
      }),
    pending: () => admission.count() + ticks.pending() + feeds.pending(),
    url: () => addressOf(server),
  };
}

type Broadcasts = ReturnType<typeof createBroadcasts>;

/** The days of live calendars. */
function ticksOf(settings: IngestSettings, ports: IngestPorts, broadcasts: Broadcasts) {
  const { clock, marks, log } = ports;
  return createDayTicks({
    calendars: settings.calendars
      .filter(({ live }) => live)
      .map((calendar) => {
        const { calendarId, timeZone } = calendar;
        return { calendarId, timeZone, cashDeadline: (date) => cashDeadline(calendar, date) };
      }),
    clock,
    marks,
    log,
    writeTick: broadcasts.writeTick,
    releaseCash: broadcasts.releaseCash,
  });
}

/** Sources that are to be missed when they are silent. */
function feedsOf(settings: IngestSettings, ports: IngestPorts, broadcasts: Broadcasts) {
  const { clock, marks, log } = ports;
  return createFeedWatch({
    feeds: settings.feeds.map(({ tenantId, source, maxSilentHours }) => {
      return { tenantId, source, maxSilentMs: maxSilentHours * hourMs };
    }),
    clock,
    marks,
    log,
    announce: broadcasts.announceFeed,
  });
}

/** What may be asked of customers, answered from scoring's state. */
function questionsOn(settings: IngestSettings, ports: IngestPorts, partitions: number): Questions {
  const { bus, clock, codec, log, scoringStore: store } = ports;
  const { baseCurrency } = settings;
  return createQuestions({
    customers: createCustomerReader({ store, codec, baseCurrency, partitions }),
    ends: createLogEnds(clock, () => bus.ends(eventsTopic)),
    limits: settings,
    failed: (error) => log.warn('a question could not be answered', { error }),
  });
}

/** How far scoring is behind the log, by what it has committed. */
function backlogOf({ bus, clock, scoringStore }: IngestPorts, partitions: number): BacklogWatch {
  const all = Array.from({ length: partitions }, (_, partition) => partition);
  return watchBacklog({
    clock,
    async written() {
      const ends = await bus.ends(eventsTopic);
      return new Map(ends.map(({ partition, end }) => [partition, end]));
    },
    async folded() {
      const points = await scoringStore.audit(all);
      return new Map(
        [...points].flatMap(([partition, { offsets }]) => {
          const next = offsets[eventsTopic];
          return next === undefined ? [] : [[partition, next] as const];
        }),
      );
    },
  });
}

/** Last in, first out; what was taken in is finished before anything under it goes away. */
async function closeDoor(parts: {
  readonly settings: IngestSettings;
  readonly clock: Clock;
  readonly log: Log;
  readonly admission: { drain(): Promise<void> };
  readonly backlog: { stop(): void };
  readonly ticks: { stop(): void };
  readonly feeds: { stop(): void };
  readonly keyRing: { close(): void };
  readonly server: FastifyInstance;
  readonly producer: BusProducer;
}): Promise<void> {
  const { settings, clock, log, admission, backlog, ticks, feeds, keyRing, server, producer } =
    parts;
  await new Promise<void>((resolve) => {
    const cancel = clock.schedule(settings.drainSeconds * 1_000, () => {
      log.warn('requests given up', { drainSeconds: settings.drainSeconds });
      // Their clients hear nothing and send again.
      server.server.closeAllConnections();
      resolve();
    });
    void admission.drain().then(() => {
      cancel();
      resolve();
    });
  });
  await server.close();
  backlog.stop();
  keyRing.close();
  feeds.stop();
  ticks.stop();
  await producer.close();
}

function counted(counts: Counts, taken: Taken): Taken {
  if (taken.kind === 'refused') {
    counts.unavailable += 1;
    return taken;
  }
  for (const { status } of taken.outcomes) {
    if (status === 'accepted') counts.accepted += 1;
    else if (status === 'duplicate') counts.duplicates += 1;
    else counts.rejected += 1;
  }
  return taken;
}

/** Two lines per outage, however many requests it meets. */
function createOutageLog(log: Log) {
  let refused = 0;
  return {
    began(step: string, error: unknown): void {
      if (refused === 0) log.error('nothing can be taken in', { step, error });
      refused += 1;
    },
    ended(): void {
      if (refused > 0) log.info('events are taken in again', { refused });
      refused = 0;
    },
  };
}

function addressOf(server: FastifyInstance): string {
  const address = server.server.address();
  if (address === null || typeof address === 'string') return '';
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return `http://${host}:${address.port}`;
}
