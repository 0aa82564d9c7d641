import { setTimeout as pause } from 'node:timers/promises';
import { createSystemClock } from '@duewatch/config';
import { type CloudEventJson, createFeedClient, type FeedReport } from '@duewatch/door-client';
import { generateFeed } from '@duewatch/run';
import { WHO } from './ground.ts';

export interface TrafficOptions {
  readonly doorUrl: string;
  readonly apiKey: string;
  readonly seed: number;
  /** At least so many are sent. */
  readonly events: number;
  /** As long as faults are to come; afterwards what is missing follows at once. */
  readonly eventsPerSecond: number;
}

/** Events that keep coming while things break. */
export interface Traffic {
  /** Those that the door has decided about, in the order in which they were sent. */
  readonly sent: readonly CloudEventJson[];
  /** Nothing breaks any more: send the rest. Resolves when all is decided. */
  finish(): Promise<FeedReport>;
}

/** A customer of the sample makes about so many in a year. */
const EVENTS_PER_CUSTOMER = 90;
const DAYS = 5 * 365;
/**
 * All days are over: of a day around the present alerting also speaks by the clock (reminders), and
 * that follows from no log.
 */
const START_DATE = '2020-01-01';
/** Faults that take longer than thought do not run out of traffic. */
const RESERVE = 3;
const BATCH_EVENTS = 100;
/** A broker that is killed is back within a minute; nobody gives up before. */
const PATIENCE_MS = 300_000;

/** Begins to send. */
export function startTraffic(options: TrafficOptions): Traffic {
  const { doorUrl, apiKey, seed, events, eventsPerSecond } = options;
  const customers = Math.ceil((events * RESERVE) / (EVENTS_PER_CUSTOMER * (DAYS / 365)));
  const feed = generateFeed({
    ...{ seed, days: DAYS, startDate: START_DATE, calendarId: WHO.calendarId },
    customers: Math.max(customers, 40),
  });
  const clock = createSystemClock();
  const client = createFeedClient({
    ...{ url: doorUrl, apiKey, clock },
    batchEvents: BATCH_EVENTS,
    patienceMs: PATIENCE_MS,
  });
  const sent: CloudEventJson[] = [];
  let isFinishing = false;

  async function* paced(): AsyncGenerator<CloudEventJson> {
    const startedAtMs = clock.now();
    for (const event of feed) {
      if (isFinishing && sent.length >= events) return;
      const dueAtMs = startedAtMs + (sent.length * 1_000) / eventsPerSecond;
      while (!isFinishing && clock.now() < dueAtMs) await pause(20);
      sent.push(event);
      yield event;
    }
  }

  const report = client.send(paced());
  // Whoever finishes hears of it; nobody else is there to.
  report.catch(() => undefined);
  return {
    sent,
    finish() {
      isFinishing = true;
      return report;
    },
  };
}
