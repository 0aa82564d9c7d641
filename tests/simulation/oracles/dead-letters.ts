import { TOPICS } from '@duewatch/contracts';
import { bodiesOf } from '../evidence.ts';
import type { Oracle } from './oracle.ts';

/** What scoring cannot read lies in its dead letters, with the place that it came from. */
export const deadLetters: Oracle = {
  name: 'every rejected input is a dead letter',
  check(evidence) {
    const letters = bodiesOf(evidence, 'scoring.dead-letters', 'DeadLetter');
    const kept = new Set(letters.map(({ partition, offset }) => `${partition}/${offset}`));
    return (evidence.log.get(TOPICS.events) ?? [])
      .filter(({ envelope, body }) => envelope === null || body === null)
      .map(({ record: { partition, offset } }) => `${partition}/${offset}`)
      .filter((place) => !kept.has(place))
      .map((place) => `no letter about ar.events ${place}`);
  },
};
