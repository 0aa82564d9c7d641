import { TOPICS } from '@duewatch/contracts';
import type { Oracle } from './oracle.ts';

/** What the door took in is in the log, and what it refused is not. */
export const accepted: Oracle = {
  name: 'nothing accepted is lost',
  check({ accepted: taken, refused, log }) {
    const logged = new Set(
      (log.get(TOPICS.events) ?? []).map(({ envelope }) => `${envelope?.tenantId} ${envelope?.id}`),
    );
    return [
      ...taken.filter((id) => !logged.has(id)).map((id) => `${id} was accepted and is not logged`),
      ...refused.filter((id) => logged.has(id)).map((id) => `${id} was refused and is logged`),
    ];
  },
};
