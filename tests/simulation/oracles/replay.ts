import { type AlertOpened, TOPICS } from '@duewatch/contracts';
import type { Evidence } from '../evidence.ts';
import { nameOfReceipt } from './ledger.ts';
import type { Oracle } from './oracle.ts';

/**
 * Everything folded again from the log tells nobody anything. That it also comes to the same
 * profiles is shown by the batch, which is the measure with and without a replay.
 */
export const replay: Oracle = {
  name: 'a replay tells nobody anything',
  check(evidence) {
    const { toldLive, deployment } = evidence;
    const waited = keptBack(evidence);
    return deployment.sinks.receipts
      .slice(toldLive)
      .filter(({ message }) => !waited.has(message.threadId))
      .map((one) => `${nameOfReceipt(one)} after a replay`);
  },
};

/** Episodes of which a word was kept back: when it is told depends on when alerting looked. */
function keptBack({ log }: Evidence): ReadonlySet<string> {
  const alerts = (log.get(TOPICS.alerts) ?? []).flatMap(({ body }) => {
    return body !== null && 'alertId' in body.data ? [body.data as AlertOpened] : [];
  });
  return new Set(alerts.filter(({ suppressed }) => suppressed).map(({ alertId }) => alertId));
}
