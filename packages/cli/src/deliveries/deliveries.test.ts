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
import { readActs } from '../acts/act-log.ts';
import { settleBatch } from '../alerts/settle-batch.ts';
import { readRecords } from '../stack/read-records.ts';
import { deliveryLine, deliveryLines } from './delivery-lines.ts';
import { readDeliveries } from './ledger.ts';

const TEN = Date.parse('2026-03-03T10:00:00Z');
const clock = createManualClock(TEN);
const codec = createCodec({ ids: createStaticSchemaIds() });

const sent: DeliveryRecorded = {
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
};

const held: DeliveryRecorded = {
  ...sent,
  ...{ deliveryId: 'dlv_2', customerId: 'C-2', outcome: 'held', reason: 'storm', attempt: 1 },
  ...{ batchId: 'held-ops-1', possibleRepeat: false },
};

/** A log on which these deliveries stand. */
async function ledger(...deliveries: readonly DeliveryRecorded[]) {
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
  return { bus, codec, clock };
}

describe('the list of deliveries', () => {
  it('says who was told what, when and how it ended', async () => {
    const [line] = (await readDeliveries(await ledger(sent), {})).map(deliveryLine);
    for (const part of ['2026-03-03T10:00:00', 'ops (slack)', 'acme|C-1', 'opened', 'ep-1']) {
      expect(line).toContain(part);
    }
    expect(line).toContain('sent after 3 tries perhaps twice');
  });

  it.each([
    ['customer', { customer: 'C-2' }],
    ['state', { state: 'held' }],
    ['batch', { batch: 'held-ops-1' }],
  ])('is narrowed by %s', async (_, filter) => {
    const found = await readDeliveries(await ledger(sent, held), filter);
    expect(found.map(({ last }) => last.deliveryId)).toEqual(['dlv_2']);
  });

  it('goes by the last word on each, and keeps the first end', async () => {
    const released = { ...held, outcome: 'sent', reason: null, batchId: null } as const;
    const repeat = { ...released, outcome: 'failed' } as const;
    const connection = await ledger(held, released, repeat);
    expect(await readDeliveries(connection, { state: 'held' })).toEqual([]);
    const [found] = await readDeliveries(connection, { batch: 'held-ops-1' });
    expect(found?.last.outcome).toBe('sent');
    expect(found && deliveryLines(found).join('\n')).toContain('held: storm in held-ops-1');
  });
});

describe('a verdict on a batch', () => {
  it('reaches every partition once, and says who gave it', async () => {
    const connection = await ledger(held);
    const wish = { kind: 'drop', by: 'mia', reason: 'wrong rates' } as const;
    expect(await settleBatch(connection, 'held-ops-1', wish)).toEqual({
      messages: 1,
      receiver: 'ops',
    });
    const commands: unknown[] = [];
    await readRecords(connection, ['risk.commands'], ({ data }, { partition }) => {
      commands.push({ partition, ...data });
    });
    expect(commands).toHaveLength(3);
    expect(commands).toContainEqual(
      expect.objectContaining({ partition: 2, batchId: 'held-ops-1', tenantId: 'acme', ...wish }),
    );
    expect(await readActs(connection)).toMatchObject([
      { kind: 'batch.drop', target: 'held-ops-1', by: 'mia', detail: 'wrong rates' },
    ]);
  });

  it('is refused where nothing is held', async () => {
    const connection = await ledger(sent);
    const wish = { kind: 'release', by: 'mia', reason: null } as const;
    await expect(settleBatch(connection, 'held-ops-1', wish)).rejects.toThrow('Nothing is held');
    expect(await readActs(connection)).toEqual([]);
  });
});
