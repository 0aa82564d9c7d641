import { TOPICS } from '@duewatch/contracts';
import type { Evidence, Topic } from '../evidence.ts';
import { STORED } from '../sim-bus.ts';
import { isPlaced } from './gaps.ts';
import type { Oracle } from './oracle.ts';

const TOLD: readonly Topic[] = [TOPICS.profiles, TOPICS.changes, TOPICS.alerts];

/** What is told stands in the state before, or a crash would leave news that nobody remembers. */
export const storedFirst: Oracle = {
  name: 'nothing is told before it is stored',
  check: (evidence) =>
    hasGoneBack(evidence) ? [] : TOLD.flatMap((topic) => early(evidence, topic)),
};

/** State that went back while an output was on its way knows less than what is told. */
function hasGoneBack({ plan }: Evidence): boolean {
  const faults = plan.steps.flatMap((step) => step.faults);
  return faults.some(({ kind }) => kind === 'roll-back' || kind === 'wipe');
}

function early({ log }: Evidence, topic: Topic): string[] {
  return (log.get(topic) ?? []).flatMap(({ record, body }) => {
    if (body === null || !isPlaced(body.data)) return [];
    const stored = Number(record.headers[STORED]);
    const { offset } = body.data.position;
    return offset < stored ? [] : [`${topic} ${record.key}: ${offset}, of ${stored} folded`];
  });
}
