import { createManualClock } from '@duewatch/config';
import {
  createCodec,
  createStaticSchemaIds,
  type DeliveryRecorded,
  entryOfRecord,
  headersOf,
  topicDefinitions,
} from '@duewatch/contracts';
import { createMemoryBus } from '@duewatch/event-bus';

export const TEN = Date.parse('2026-03-03T10:00:00Z');
const clock = createManualClock(TEN);
export const codec = createCodec({ ids: createStaticSchemaIds() });

export const sent: DeliveryRecorded = {
  deliveryId: 'dlv_1',
  tenantId: 'acme',
  customerId: 'C-1',
  episodeId: 'ep-1',
  transition: 'opened',
  cause: 'tick-1',
  receiver: 'ops',
  channel: 'slack',
  outcome: 'sent',
  reason: null,
  attempt: 3,
  at: TEN,
  providerRef: null,
  possibleRepeat: true,
  contentHash: '0'.repeat(64),
  acceptedAt: TEN,
  batchId: null,
  resendId: null,
};

export const held: DeliveryRecorded = {
  ...sent,
  ...{ deliveryId: 'dlv_2', customerId: 'C-2', outcome: 'held', reason: 'storm', attempt: 1 },
  ...{ batchId: 'held-ops-1', possibleRepeat: false },
};

/** A log on which these deliveries stand. */
export async function ledger(...deliveries: readonly DeliveryRecorded[]) {
  const bus = createMemoryBus({ clock });
  await bus.ensureTopics(topicDefinitions(3));
  const producer = bus.producer('notifier');
  const { ceType: type } = entryOfRecord('DeliveryRecorded');
  for (const data of deliveries) {
    const headers = headersOf({
      ...{ id: data.deliveryId, source: '/test', type, subject: null, time: TEN },
      ...{ tenantId: 'acme', partitionKey: 'acme|C-1', recordedTime: TEN, calendarId: null },
      ...{ suppressed: false, correlationId: null, causationId: null, traceparent: null },
      sourceVersion: 0,
    });
    const value = codec.encode('DeliveryRecorded', data);
    await producer.send([{ topic: 'risk.deliveries', key: data.episodeId, value, headers }]);
  }
  return { bus, codec, clock, warn: () => undefined };
}
