import { type Decoded, type DeliveryRecorded, TOPICS } from '@duewatch/contracts';
import { createSender } from '../alerts/command-sender.ts';
import { readRecords } from '../stack/read-records.ts';
import type { StackConnection } from '../stack/with-stack.ts';
import { findDelivery } from './ledger.ts';

/** Asks the notifier to send a message once more; answers what the log said of it last. */
export async function resend(
  connection: Omit<StackConnection, 'stack'>,
  deliveryId: string,
  by: string,
): Promise<DeliveryRecorded> {
  const { last } = await findDelivery(connection, deliveryId);
  const refusal = whyNot(last);
  if (refusal !== null) throw new Error(`${deliveryId} ${refusal}`);
  const { alert, ...place } = await alertOf(connection, last);
  const { tenantId, receiver } = last;
  const command = { deliveryId, tenantId, receiver, alert, alertOffset: place.offset, by };
  await createSender(connection).resend(command, place);
  return last;
}

function whyNot({ transition, outcome, batchId, receiver }: DeliveryRecorded): string | null {
  if (transition === 'summary') {
    const list = `duewatch deliveries list --receiver ${receiver} --state skipped`;
    return `is a summary of its hour. \`${list}\` shows what it told: resend of that.`;
  }
  if (outcome === 'held') return `is held. \`duewatch alerts release ${batchId}\` sends its batch.`;
  return null;
}

/** What an alert's record tells of its episode. */
const TRANSITIONS = {
  AlertOpened: 'opened',
  AlertEscalated: 'escalated',
  AlertResolved: 'resolved',
} as const;

/** An alert, and where it lies. */
interface Found {
  readonly alert: Buffer;
  readonly partition: number;
  readonly offset: number;
  readonly key: string;
}

async function alertOf(
  connection: Pick<StackConnection, 'bus' | 'codec'>,
  { deliveryId, episodeId, transition, cause }: DeliveryRecorded,
): Promise<Found> {
  const found: Found[] = [];
  await readRecords(connection, [TOPICS.alerts], (decoded, { partition, offset, key }) => {
    if (!isTold(decoded) || TRANSITIONS[decoded.recordName] !== transition) return;
    const { recordName, data } = decoded;
    if (data.alertId !== episodeId || data.causedBy.eventId !== cause || key === null) return;
    // Written anew, so that the notifier knows its schema, whoever wrote it first.
    const alert = connection.codec.encode(recordName, data);
    found.push({ alert, partition, offset, key });
  });
  const [first] = found;
  if (first !== undefined) return first;
  throw new Error(`The alert of ${deliveryId} is no longer on risk.alerts, which keeps 30 days.`);
}

function isTold(
  one: Decoded,
): one is Extract<Decoded, { readonly recordName: keyof typeof TRANSITIONS }> {
  return one.recordName in TRANSITIONS;
}
