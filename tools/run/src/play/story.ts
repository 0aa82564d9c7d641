import { existsSync } from 'node:fs';
import { type CloudEventJson, isTick } from '@duewatch/door-client';
import { generateFeed } from '../feed/generate-feed.ts';
import { readStory } from '../feed/story-file.ts';
import { RunError } from './run-error.ts';

/** What a run plays. */
export interface Story {
  readonly title: string;
  /** Calendars that its events name. */
  readonly calendarIds: readonly string[];
  /** How many business days begin in it. */
  readonly days: number;
  /** How long playing it takes; 0 is as fast as the door takes it. */
  readonly paceMs: number;
  events(): Iterable<CloudEventJson> | AsyncIterable<CloudEventJson>;
}

/** The calendar of events that name none, and of the sample feed. */
export const sampleCalendar = 'sample';

const sample = { seed: 7, customers: 40, startDate: '2025-01-01', days: 365 };
const minuteMs = 60_000;

/** A year of made-up business in a minute: the same every time. */
export function sampleStory(): Story {
  const events = generateFeed({ ...sample, calendarId: sampleCalendar });
  return {
    title: `a year of ${sample.customers} made-up customers`,
    calendarIds: [sampleCalendar],
    days: events.filter(isTick).length,
    paceMs: minuteMs,
    events: () => events,
  };
}

/**
 * The events of a file, read through once beforehand: a file that is not what it should be is told
 * before anything is started, and the key of the run is made for the calendars that it names.
 */
export async function fileStory(path: string): Promise<Story> {
  if (!existsSync(path)) throw new RunError('FILE', `There is no file ${path}.`);
  const calendarIds = new Set<string>();
  let days = 0;
  for await (const event of readStory(path)) {
    if (isTick(event)) days += 1;
    for (const id of [event['calendarid'], isTick(event) ? event.data['calendarId'] : undefined]) {
      if (typeof id === 'string' && calendarName.test(id)) calendarIds.add(id);
    }
  }
  const ids = [...calendarIds];
  return { title: path, calendarIds: ids, days, paceMs: 0, events: () => readStory(path) };
}

/** What the door takes as one; it tells what is wrong with others. */
const calendarName = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,39}$/;
