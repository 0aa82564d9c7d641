import { type Decoded, type DeliveryRecorded, TOPICS } from '@duewatch/contracts';
import type { BusRecord } from '@duewatch/event-bus';
import { createSender } from '../alerts/command-sender.ts';
import { readRecords } from '../stack/read-records.ts';
import type { LogReader, StackConnection } from '../stack/with-stack.ts';
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
  const { alert, ...place } = await recordOf(connection, last);
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

/** An alert or a change, and where it lies. */
interface Found {
  readonly alert: Buffer;
  readonly partition: number;
  readonly offset: number;
  readonly key: string;
}

async function recordOf(
  connection: LogReader,
  { deliveryId, episodeId, transition, cause }: DeliveryRecorded,
): Promise<Found> {
  const isChange = transition === 'changed';
  const topic = isChange ? TOPICS.changes : TOPICS.alerts;
  const isMeant = (decoded: Decoded, { headers }: BusRecord): boolean => {
    if (isChange) return headers['ce_id'] === episodeId;
    if (!isTold(decoded) || TRANSITIONS[decoded.recordName] !== transition) return false;
    return decoded.data.alertId === episodeId && decoded.data.causedBy.eventId === cause;
  };
  const found: Found[] = [];
  await readRecords(connection, [topic], (decoded, record) => {
    const { partition, offset, key } = record;
    if (key === null || !isMeant(decoded, record)) return;
    // Written anew, so that the notifier knows its schema, whoever wrote it first.
    const alert = connection.codec.encode(decoded.recordName, decoded.data);
    found.push({ alert, partition, offset, key });
  });
  const [first] = found;
  if (first !== undefined) return first;
  throw new Error(`What ${deliveryId} told is no longer on ${topic}, which keeps 30 days.`);
}

function isTold(
  one: Decoded,
): one is Extract<Decoded, { readonly recordName: keyof typeof TRANSITIONS }> {
  return one.recordName in TRANSITIONS;
}
