import { isoDateOf, type LocalTime, localTimeAt } from '@duewatch/contracts';
import { coversDay, DAY_MINUTES, isWithin, type WeeklyHours } from './hours.ts';
import type { Labels } from './labels.ts';
import type { Route, Routing } from './routing.ts';
import { clockText, instantOf } from './zone.ts';

/** When an alert came. */
export interface Moment {
  /** Epoch milliseconds. */
  readonly at: number;
  /**
   * The date of a calendar that a feeder drives, as an epoch day; null when it is the wall's. Such
   * a calendar has days and no hours, and they pass as fast as they are fed: nothing waits there.
   */
  readonly fedDay: number | null;
}

export type When =
  | { readonly kind: 'now' }
  | {
      readonly kind: 'digest';
      /** Not before, epoch milliseconds. */
      readonly at: number;
      /** Names the digest: its local date and time; of a fed calendar the date alone. */
      readonly slot: string;
      /** Who shares the message, such as `branch lyon`; null for all of the receiver. */
      readonly group: string | null;
      /** The mute time that keeps it back, when the route itself would tell it at once. */
      readonly mutedBy: string | null;
    };

/** A mute time ends within a week, or never; a digest finds a day within the next one. */
const DAYS_AHEAD = 15;

/** When a route's receiver is to be told. What falls into a mute time is one digest at its end. */
export function whenOf(routing: Routing, route: Route, labels: Labels, moment: Moment): When {
  // What nearly all routes say; to ask a time zone for the hour costs more than all the rest.
  if (route.deliver === 'now' && route.mute.length === 0) return { kind: 'now' };
  const { timeZone, workingHours } = routing.hoursOf(route.receiver ?? '');
  const schedule = moment.fedDay === null ? wallSchedule : fedSchedule;
  const now = { day: moment.fedDay ?? 0, minute: 0 };
  const here = moment.fedDay === null ? localTimeAt(moment.at, timeZone) : now;
  const { isIn, candidates, slotOf } = schedule(route, workingHours);
  const mutedBy = muteAt(routing, route, here, isIn);
  if (route.deliver === 'now' && mutedBy === null) return { kind: 'now' };
  const free = candidates(mutesOf(routing, route), here).find(
    (time) => muteAt(routing, route, time, isIn) === null,
  );
  // Routes that mute a whole week are refused when they are read.
  if (free === undefined) return { kind: 'now' };
  return {
    kind: 'digest',
    at: moment.fedDay === null ? instantOf(free, timeZone) : moment.at,
    slot: slotOf(free),
    group: groupOf(route, labels),
    mutedBy: route.deliver === 'now' ? mutedBy : null,
  };
}

/** The first of the route's mute times that holds, by name. */
function muteAt(routing: Routing, route: Route, time: LocalTime, isIn: Schedule['isIn']) {
  const holds = (name: string) => routing.muteTimes[name]?.some((hours) => isIn(hours, time));
  return route.mute.find(holds) ?? null;
}

function mutesOf({ muteTimes }: Routing, { mute }: Route): readonly WeeklyHours[] {
  return mute.flatMap((name) => muteTimes[name] ?? []);
}

/** How time passes where the alert comes from. */
interface Schedule {
  isIn(hours: WeeklyHours, time: LocalTime): boolean;
  /** When it could be told, the soonest first. */
  candidates(mutes: readonly WeeklyHours[], here: LocalTime): readonly LocalTime[];
  slotOf(time: LocalTime): string;
}

function wallSchedule({ deliver }: Route, workingHours: WeeklyHours): Schedule {
  return {
    isIn: isWithin,
    candidates(mutes, here) {
      const ends = [0, ...mutes.map(({ to }) => to % DAY_MINUTES)].sort((a, b) => a - b);
      const minutes = deliver === 'digest' ? [workingHours.from] : ends;
      return daysFrom(here.day)
        .flatMap((day) => minutes.map((minute) => ({ day, minute })))
        .filter((time) => isAfter(time, here) && (deliver === 'now' || works(workingHours, time)));
    },
    slotOf: ({ day, minute }) => `${isoDateOf(day)} ${clockText(minute)}`,
  };
}

/** Only mute times of whole days count, and the digest of a working day is that of its date. */
function fedSchedule({ deliver }: Route, workingHours: WeeklyHours): Schedule {
  return {
    isIn: (hours, { day }) => coversDay(hours, day),
    candidates: (_mutes, here) =>
      daysFrom(here.day)
        .map((day) => ({ day, minute: workingHours.from }))
        .filter((time) => deliver === 'now' || works(workingHours, time)),
    slotOf: ({ day }) => isoDateOf(day),
  };
}

function works(workingHours: WeeklyHours, time: LocalTime): boolean {
  return isWithin(workingHours, time);
}

function daysFrom(day: number): readonly number[] {
  return Array.from({ length: DAYS_AHEAD }, (_, ahead) => day + ahead);
}

function isAfter(a: LocalTime, b: LocalTime): boolean {
  return a.day > b.day || (a.day === b.day && a.minute > b.minute);
}

function groupOf({ groupBy }: Route, labels: Labels): string | null {
  if (groupBy === null || groupBy === undefined) return null;
  const value = labels[groupBy];
  return value === null ? `no ${groupBy}` : `${groupBy} ${value}`;
}
