import { type EpochDay, epochDayOf, isoDateOf } from '@duewatch/contracts';
import { type CloudEventJson, instantOf } from '@duewatch/door-client';
import type { Behaviour } from './behaviours.ts';
import { type CustomerStory, writeCustomerStory } from './customer-story.ts';
import { createFedCalendar, type FedCalendar } from './fed-calendar.ts';
import type { Draft } from './ledger.ts';
import { seedOf } from './random.ts';

export interface FeedOptions {
  readonly seed: number;
  readonly customers: number;
  /** ISO date of the first day. */
  readonly startDate: string;
  readonly days: number;
  /** Calendar that the feed drives. */
  readonly calendarId?: string;
}

// Twenty places, filled again and again: most customers are no trouble, as in life.
const MIX: readonly Behaviour[] = [
  'prompt',
  'slow_but_stable',
  'slipping',
  'failing',
  'disputing',
  'seasonal',
  'debited',
  'prompt',
  'prompt',
  'prompt',
  'debited',
  'slow_but_stable',
  'prompt',
  'slipping',
  'prompt',
  'seasonal',
  'prompt',
  'disputing',
  'prompt',
  'prompt',
];

const BANK_FILE_MINUTE = 7 * 60;
const FIRST_MINUTE = 8 * 60;
/** Of a business day, in which a customer's documents of that day are spread. */
const OPEN_MINUTES = 9 * 60;

/**
 * A year (or less) of business of made-up customers, in the order in which it happens: each
 * business day its tick, then the bank's file of the day before, then what customers do. The same
 * options give the same lines, ids included, so that a feed can be sent again.
 */
export function generateFeed(options: FeedOptions): readonly CloudEventJson[] {
  const startDay = epochDayOf(options.startDate);
  if (startDay === undefined) throw new RangeError(`${options.startDate} is not an ISO date`);
  const calendar = createFedCalendar(options.calendarId ?? 'sample');
  const stories = Array.from({ length: options.customers }, (_, index) =>
    writeCustomerStory({
      customerId: `S-${String(index + 1).padStart(4, '0')}`,
      behaviour: MIX[index % MIX.length] ?? 'prompt',
      seed: seedOf(options.seed, index),
      calendar,
      startDay,
      days: options.days,
    }),
  );
  const byDay = groupByDay(stories);
  const events: CloudEventJson[] = [];
  let previousBusinessDay: EpochDay = calendar.onOrBefore(startDay - 1);
  for (let day = startDay; day < startDay + options.days; day += 1) {
    if (!calendar.isBusinessDay(day)) continue;
    events.push(tickOf(calendar, day), bankFileOf(calendar, day, previousBusinessDay));
    events.push(...(byDay.get(day) ?? []).map((happening) => eventOf(calendar, happening)));
    previousBusinessDay = day;
  }
  return events;
}

interface Happening {
  readonly customerId: string;
  readonly sequence: number;
  readonly minute: number;
  readonly draft: Draft;
}

/** Days with what happens on them, by time of day; a customer's own documents keep their order. */
function groupByDay(stories: readonly CustomerStory[]): ReadonlyMap<EpochDay, Happening[]> {
  const byDay = new Map<EpochDay, Happening[]>();
  stories.forEach(({ customerId, drafts }, index) => {
    let ofDay = 0;
    drafts.forEach((draft, sequence) => {
      ofDay = drafts[sequence - 1]?.day === draft.day ? ofDay + 1 : 0;
      // Each customer has its hour; its later documents of the day follow a minute apart.
      const minute = FIRST_MINUTE + ((index * 37) % OPEN_MINUTES) + ofDay;
      const happenings = byDay.get(draft.day) ?? [];
      happenings.push({ customerId, sequence, minute, draft });
      byDay.set(draft.day, happenings);
    });
  });
  for (const happenings of byDay.values()) happenings.sort((a, b) => a.minute - b.minute);
  return byDay;
}

function eventOf(
  { id: calendarid }: FedCalendar,
  { customerId, sequence, minute, draft }: Happening,
): CloudEventJson {
  return {
    specversion: '1.0',
    id: `${customerId}-${sequence + 1}`,
    source: draft.source,
    type: draft.type,
    subject: customerId,
    time: instantOf(draft.day, minute),
    calendarid,
    data: withIsoDates(draft.data),
  };
}

/** Drafts count days; at the door a date is text. By their names, dates end in `On` or `For`. */
function withIsoDates(data: Draft['data']): Draft['data'] {
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => [
      name,
      /(On|For)$/.test(name) && typeof value === 'number' ? isoDateOf(value) : value,
    ]),
  );
}

function tickOf(calendar: FedCalendar, day: EpochDay): CloudEventJson {
  const date = isoDateOf(day);
  return {
    specversion: '1.0',
    id: `${calendar.id}-day-${date}`,
    source: '/sample/clock',
    type: 'io.duewatch.ar.clock.business_day_started',
    time: instantOf(day, 0),
    calendarid: calendar.id,
    data: {
      calendarId: calendar.id,
      date,
      weekendDays: calendar.weekendDays,
      holidays: calendar.holidaysAround(day).map(isoDateOf),
    },
  };
}

/** Yesterday's cash is complete: worries that time alone raised need not wait any longer. */
function bankFileOf(calendar: FedCalendar, day: EpochDay, businessDay: EpochDay): CloudEventJson {
  return {
    specversion: '1.0',
    id: `${calendar.id}-bank-${isoDateOf(day)}`,
    source: '/sample/bank',
    type: 'io.duewatch.ar.feed.completed',
    time: instantOf(day, BANK_FILE_MINUTE),
    calendarid: calendar.id,
    data: { source: 'sample.bank', businessDate: isoDateOf(businessDay) },
  };
}
