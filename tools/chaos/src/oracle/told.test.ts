import {
  type CustomerCured,
  createCodec,
  createStaticSchemaIds,
  type Position,
  TOPICS,
  topicDefinitions,
} from '@duewatch/contracts';
import { createMemoryBus } from '@duewatch/event-bus';
import { readTold } from './told.ts';

const codec = createCodec({ ids: createStaticSchemaIds() });
const at = (offset: number): Position => ({ generation: 0, offset, index: 0 });

/** What a reader makes of changes of one customer, given by position and the one before. */
async function read(...changes: readonly (readonly [number, number | null])[]) {
  const bus = createMemoryBus();
  await bus.ensureTopics(topicDefinitions());
  const producer = bus.producer('test');
  await producer.send(
    changes.map(([offset, previous]) => ({
      ...{ topic: TOPICS.changes, key: 'acme|c1', headers: {} },
      value: codec.encode('CustomerCured', cured(offset, previous)),
    })),
  );
  const told = await readTold(bus, codec);
  await bus.close();
  return { count: told.changes.length, gaps: told.gaps };
}

function cured(offset: number, previous: number | null): CustomerCured {
  return {
    ...{ tenantId: 'acme', customerId: 'c1', calendarId: 'de', policyVersion: '1' },
    ...{ modelVersion: '1', defaultedOn: 1, curedOn: 2, suppressed: false, acceptedAt: 0 },
    position: at(offset),
    previousPosition: previous === null ? null : at(previous),
    causedBy: { eventId: 'e1', source: '/erp', type: 'io.duewatch.ar.payment.received' },
  };
}

describe('a reader who keeps the rules', () => {
  it('drops what came again, wherever it stands', async () => {
    expect(await read([1, null], [4, 1], [1, null], [4, 1], [6, 4])).toEqual({
      ...{ count: 3, gaps: [] },
    });
  });

  it('notices that a record is missing before another', async () => {
    expect(await read([1, null], [6, 4])).toEqual({
      ...{ count: 2, gaps: ['risk.changes acme|c1: nothing at 0.4.0'] },
    });
  });
});
