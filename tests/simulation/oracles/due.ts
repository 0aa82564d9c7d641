import { TOPICS } from '@duewatch/contracts';
import { bodiesOf, type Evidence } from '../evidence.ts';
import { calendarOf, PARTITIONS } from '../settings.ts';
import type { Oracle } from './oracle.ts';

/** A day that began was swept to its end, whoever owned the partition meanwhile. */
export const due: Oracle = {
  name: 'a new day reaches everyone who is due',
  async check(evidence) {
    const days = Object.values(calendarOf).map((calendarId) => {
      return { index: `due:${calendarId}`, max: lastDayOf(evidence, calendarId) };
    });
    const found: string[] = [];
    for (let partition = 0; partition < PARTITIONS; partition += 1) {
      const { direct } = evidence.deployment.state.scoring;
      const late = (await direct.lowest(partition, days, SHOWN)).flat();
      found.push(...late.map((key) => `${key} was left out when the last day began`));
    }
    return found;
  },
};

const SHOWN = 5;

function lastDayOf(evidence: Evidence, calendarId: string): number {
  const days = bodiesOf(evidence, TOPICS.events, 'ClockBusinessDayStarted');
  return Math.max(
    0,
    ...days.filter((day) => day.calendarId === calendarId).map(({ date }) => date),
  );
}
