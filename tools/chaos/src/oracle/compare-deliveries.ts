import type { DeliveryRecorded } from '@duewatch/contracts';
import type { AlertStep } from './told.ts';

/** A message as its receiver got it. */
export interface ReceivedMessage {
  /** Of the delivery or summary; null where the message carries none. */
  readonly id: string | null;
  /** It says of itself that it may have come before. */
  readonly isMarked: boolean;
}

/** What the receivers got, in order of arrival, repeats kept. */
export type Received = Readonly<Record<'webhook' | 'slack' | 'email', readonly ReceivedMessage[]>>;

export interface DeliveryFindings {
  /** Said to be sent, and never received; or alerts of which the log of deliveries is silent. */
  readonly lost: readonly string[];
  /** Received again without a word of it, or received and not known to have been sent. */
  readonly unexplained: readonly string[];
}

type Delivery = Pick<
  DeliveryRecorded,
  'deliveryId' | 'episodeId' | 'transition' | 'cause' | 'receiver' | 'channel' | 'outcome'
>;

/** The receiver of a run that wants every alert (`runSettings`). */
const WANTS_ALL = 'systems';

/** Holds `risk.deliveries` against alerts on one side and receivers on the other, id by id. */
export function compareDeliveries(
  alerts: readonly AlertStep[],
  records: readonly Delivery[],
  received: Received,
): DeliveryFindings {
  const channels = ['webhook', 'slack', 'email'] as const;
  const findings = channels.map((channel) => {
    const sent = records.filter((one) => one.channel === channel && one.outcome === 'sent');
    const ids = new Set(sent.map(({ deliveryId }) => deliveryId));
    return compareMessages(channel, ids, received[channel]);
  });
  return {
    lost: [...neverDecided(alerts, records), ...findings.flatMap(({ lost }) => lost)],
    unexplained: findings.flatMap(({ unexplained }) => unexplained),
  };
}

/** Alerts that are news and of which nobody knows whether they were told. */
function neverDecided(
  alerts: readonly AlertStep[],
  records: readonly Delivery[],
): readonly string[] {
  const decided = new Set(
    records
      .filter(({ receiver }) => receiver === WANTS_ALL)
      .map(({ episodeId, transition, cause }) => `${episodeId} ${transition} by ${cause}`),
  );
  return alerts
    .filter(({ isNews }) => isNews)
    .map(({ episodeId, transition, cause }) => `${episodeId} ${transition} by ${cause}`)
    .filter((step) => !decided.has(step))
    .map((step) => `no delivery of ${step}`);
}

function compareMessages(
  channel: string,
  sent: ReadonlySet<string>,
  messages: readonly ReceivedMessage[],
): DeliveryFindings {
  const seen = new Set<string>();
  const unexplained: string[] = [];
  for (const { id, isMarked } of messages) {
    if (id === null || !sent.has(id)) {
      unexplained.push(`${channel} ${id} was received and is not recorded`);
    } else if (seen.has(id) && !isMarked) {
      unexplained.push(`${channel} ${id} came again without a word`);
    }
    if (id !== null) seen.add(id);
  }
  const lost = [...sent].filter((id) => !seen.has(id));
  return { lost: lost.map((id) => `${channel} ${id} was never received`), unexplained };
}
