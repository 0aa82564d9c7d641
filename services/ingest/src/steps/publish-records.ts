import { entryOfRecord } from '@duewatch/contracts';
import type { Bus, BusProducer, OutgoingRecord } from '@duewatch/event-bus';
import type { CustomerWrite, TranslatedEvent } from '../translate.ts';

type Erasure = Extract<CustomerWrite, { kind: 'erase' }>;

/**
 * Writes events: what is personal first, then the events themselves, in their order. Resolves when
 * Kafka has acknowledged all of it; when it rejects, nothing is known and the client must repeat.
 */
export function createPublishRecordsStep(options: {
  readonly bus: Pick<Bus, 'read'>;
  readonly producer: BusProducer;
}) {
  const { bus, producer } = options;
  return async function publishRecords(events: readonly TranslatedEvent[]): Promise<void> {
    const writes = events.flatMap(({ customers }) => customers);
    if (writes.length > 0) await producer.send(await customerRecords(bus, writes));
    await producer.send(events.flatMap(({ records }) => records));
  };
}

const customersTopic = entryOfRecord('CustomerCard').topic;

/** In the order of their events, each erasure as tombstones of all that the customer has. */
async function customerRecords(
  bus: Pick<Bus, 'read'>,
  writes: readonly CustomerWrite[],
): Promise<OutgoingRecord[]> {
  const erasures = writes.filter((write): write is Erasure => write.kind === 'erase');
  const keys = erasures.length === 0 ? new Map() : await findKeys(bus, erasures);
  const records: OutgoingRecord[] = [];
  for (const write of writes) {
    const found: Set<string> = keys.get(write.customer) ?? new Set();
    if (write.kind === 'erase') {
      for (const key of found) {
        const { partition, headers } = write;
        records.push({ topic: customersTopic, partition, key, value: null, headers });
      }
    } else {
      if (write.record.key !== null) found.add(write.record.key);
      records.push(write.record);
    }
  }
  return records;
}

/**
 * The keys that customers have on `ar.customers`: the card and any notes. Reads their partitions
 * from the start. Erasures are rare and the topic is compacted, so no index is kept for them.
 */
async function findKeys(
  bus: Pick<Bus, 'read'>,
  erasures: readonly Erasure[],
): Promise<Map<string, Set<string>>> {
  // The card is always among them: a tombstone too many is harmless.
  const keys = new Map(erasures.map(({ customer }) => [customer, new Set([customer])]));
  const partitions = [...new Set(erasures.map(({ partition }) => partition))];
  await bus.read({
    topics: [customersTopic],
    partitions,
    from: 'start',
    untilEnd: true,
    onRecord({ key }) {
      const customer = key?.split('|', 2).join('|');
      if (key !== null && customer !== undefined) keys.get(customer)?.add(key);
    },
  });
  return keys;
}
