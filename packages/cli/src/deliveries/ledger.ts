import { type DeliveryRecorded, TOPICS } from '@duewatch/contracts';
import { readRecords } from '../stack/read-records.ts';
import type { LogReader } from '../stack/with-stack.ts';

/** One message to one receiver: what the log said of it last, and all that it said before. */
export interface Delivery {
  readonly last: DeliveryRecorded;
  readonly history: readonly DeliveryRecorded[];
}

/** Fields to narrow a list by; what is absent matches all. */
export interface DeliveryFilter {
  readonly tenant?: string | undefined;
  readonly customer?: string | undefined;
  readonly receiver?: string | undefined;
  readonly alert?: string | undefined;
  readonly batch?: string | undefined;
  readonly state?: string | undefined;
  /** Epoch milliseconds. */
  readonly since?: number | undefined;
}

/**
 * Reads `risk.deliveries` from start to end: the notifier may be away, or be many. Messages in the
 * order of their last word. What is still to be sent is on no log yet.
 */
export async function readDeliveries(
  connection: LogReader,
  filter: DeliveryFilter,
): Promise<readonly Delivery[]> {
  const byId = new Map<string, Delivery>();
  await readRecords(connection, [TOPICS.deliveries], ({ recordName, data }) => {
    if (recordName !== 'DeliveryRecorded') return;
    const known = byId.get(data.deliveryId);
    byId.set(data.deliveryId, { last: lastOf(known?.last, data), history: historyOf(known, data) });
  });
  return [...byId.values()]
    .filter((one) => matches(one, filter))
    .sort((a, b) => a.last.at - b.last.at);
}

/** The one of this id; an error when there is none. */
export async function findDelivery(connection: LogReader, deliveryId: string): Promise<Delivery> {
  const all = await readDeliveries(connection, {});
  const found = all.find(({ last }) => last.deliveryId === deliveryId);
  if (found === undefined) throw new Error(`No delivery ${deliveryId} is on risk.deliveries.`);
  return found;
}

/** As the notifier reads it: the first end stands, being held is none; a resend has its own. */
function lastOf(known: DeliveryRecorded | undefined, next: DeliveryRecorded): DeliveryRecorded {
  const isOpen = known === undefined || known.outcome === 'held';
  return isOpen || known.resendId !== next.resendId ? next : known;
}

function historyOf(known: Delivery | undefined, next: DeliveryRecorded) {
  return [...(known?.history ?? []), next];
}

function matches({ last, history }: Delivery, filter: DeliveryFilter): boolean {
  const { tenant, customer, receiver, alert, batch, state, since } = filter;
  const isSame = (wanted: string | undefined, is: string | null) =>
    wanted === undefined || wanted === is;
  return (
    isSame(tenant, last.tenantId) &&
    isSame(customer, last.customerId) &&
    isSame(receiver, last.receiver) &&
    isSame(alert, last.episodeId) &&
    isSame(state, last.outcome) &&
    (batch === undefined || history.some(({ batchId }) => batchId === batch)) &&
    (since === undefined || last.at >= since)
  );
}
