import { topicDefinitions } from '@duewatch/contracts';
import type { Bus } from '@duewatch/event-bus';

/** How many records were written to all topics together. */
export async function countRecords(bus: Bus): Promise<number> {
  let count = 0;
  for (const { name } of topicDefinitions()) {
    for (const { start, end } of await bus.ends(name)) count += end - start;
  }
  return count;
}
