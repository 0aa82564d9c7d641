import { isoDateOf } from '@duewatch/contracts';
import { type DrawnEvent, FIRST_DAY } from './arbitrary-event.ts';
import type { DoorAndScoring } from './door-and-scoring.ts';

/** Length of a drawn story. */
export const DAYS = 40;

/** Tells the events in order of their days, each day with its tick; answers what became of each. */
export function play(system: DoorAndScoring, events: readonly DrawnEvent[]): string[] {
  const outcomes: string[] = [];
  let number = 0;
  const tell = (day: number, type: string, data: unknown) => {
    number += 1;
    const time = `${isoDateOf(day)}T09:00:00Z`;
    const event = { specversion: '1.0', id: `e${number}`, source: '/random', type, time, data };
    const told = system.tell(event, Date.parse(time));
    return told.kind === 'told' ? 'told' : `${told.by} ${type}: ${told.why}`;
  };
  const inOrder = events.toSorted((a, b) => a.day - b.day);
  let next = 0;
  for (let day = FIRST_DAY; day <= FIRST_DAY + DAYS; day += 1) {
    const date = isoDateOf(day);
    const tick = { calendarId: 'sample', date, weekendDays: [0, 6], holidays: [] };
    tell(day, 'io.duewatch.ar.clock.business_day_started', tick);
    for (let event = inOrder[next]; event?.day === day; event = inOrder[next]) {
      outcomes.push(tell(day, event.type, event.data));
      next += 1;
    }
  }
  return outcomes;
}
