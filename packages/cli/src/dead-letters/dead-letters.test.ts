import { createManualClock } from '@duewatch/config';
import { createCodec, createStaticSchemaIds, topicDefinitions } from '@duewatch/contracts';
import {
  type BusRecord,
  createDeadLetters,
  createMemoryBus,
  unreadable,
} from '@duewatch/event-bus';
import { readActs } from '../acts/act-log.ts';
import { letterLines } from './letter-lines.ts';
import { readLetters } from './letters.ts';
import { dropLetter, replayLetter } from './replay.ts';

const clock = createManualClock(Date.parse('2026-03-03T11:00:00Z'));
const codec = createCodec({ ids: createStaticSchemaIds() });

/** A record of `ar.events` that nobody could read. */
const poison: BusRecord = {
  topic: 'ar.events',
  partition: 1,
  offset: 7,
  key: 'acme|C-1',
  value: Buffer.from('not avro'),
  headers: { ce_id: 'e-1', ce_tenantid: 'acme' },
  timestampMs: Date.parse('2026-03-03T10:00:00Z'),
};

async function desk(...records: readonly Partial<BusRecord>[]) {
  const bus = createMemoryBus({ clock });
  await bus.ensureTopics(topicDefinitions(3));
  const producer = bus.producer('scoring');
  const letterOf = createDeadLetters(codec, 'scoring');
  for (const record of records) {
    await producer.send([letterOf({ ...poison, ...record }, whyOf(record))]);
  }
  return { bus, codec, clock };
}

function whyOf({ value }: Partial<BusRecord>) {
  if (value === null) return { reason: 'unreadable', detail: 'the record has no body' };
  try {
    return codec.decode(poison.value ?? Buffer.alloc(0)) && { reason: 'none', detail: '' };
  } catch (error) {
    return unreadable(error);
  }
}

async function recordsOf({ bus }: Awaited<ReturnType<typeof desk>>, topic: string) {
  const records: BusRecord[] = [];
  await bus.read({
    topics: [topic],
    untilEnd: true,
    onRecord: (record) => void records.push(record),
  });
  return records;
}

describe('a dead letter', () => {
  it('says where its record lies, why it was set aside, and where in the code', async () => {
    const connection = await desk({});
    const [letter] = await readLetters(connection, {});
    expect(letter).toMatchObject({
      ...{ letterId: 'scoring/1/0', topic: 'ar.events', partition: 1, offset: 7 },
      ...{ reason: 'unreadable', key: 'acme|C-1', handled: null, schemaId: null },
    });
    const lines = letter === undefined ? [] : letterLines(letter, codec);
    expect(lines.join('\n')).toMatch(
      /bad_frame[\s\S]*ce_id: e-1[\s\S]*6e6f74.*hex[\s\S]*schemaIdOf/,
    );
  });

  it('is replayed to where it came from, as it was, marked with letter and author', async () => {
    const connection = await desk({});
    const [letter] = await readLetters(connection, {});
    if (letter !== undefined) await replayLetter(connection, letter, 'anna');
    const [written] = await recordsOf(connection, 'ar.events');
    expect(written).toMatchObject({ partition: 1, key: 'acme|C-1', value: poison.value });
    expect(written?.headers).toEqual({
      ...poison.headers,
      ce_replayof: 'scoring/1/0',
      ce_replayedby: 'anna',
    });
  });

  it('is open until it is replayed or dropped, and then on record with who did it', async () => {
    const connection = await desk({}, { offset: 8 }, { offset: 9 });
    const [first, second] = await readLetters(connection, {});
    if (first !== undefined) await replayLetter(connection, first, 'anna');
    if (second !== undefined) {
      await dropLetter(connection, second, { by: 'ben', reason: 'a test record' });
    }
    const open = await readLetters(connection, {});
    expect(open.map(({ offset }) => offset)).toEqual([9]);
    const all = await readLetters(connection, { all: true });
    expect(all.map(({ handled }) => handled?.by)).toEqual(['anna', 'ben', undefined]);
    expect(await readActs(connection)).toMatchObject([
      { kind: 'dead_letter.replay', target: 'scoring/1/0', by: 'anna', tenantId: 'acme' },
      { kind: 'dead_letter.drop', target: 'scoring/1/1', by: 'ben', detail: 'a test record' },
    ]);
  });

  it('without a body is not replayed: on some topics that would erase a customer', async () => {
    const connection = await desk({ value: null });
    const [letter] = await readLetters(connection, {});
    if (letter === undefined) throw new Error('there is no letter');
    await expect(replayLetter(connection, letter, 'anna')).rejects.toThrow('Drop the letter');
    expect(await recordsOf(connection, 'ar.events')).toEqual([]);
    expect(await readLetters(connection, {})).toHaveLength(1);
  });

  it.each([
    [{ consumer: 'alerting' }, 0],
    [{ topic: 'ar.events', reason: 'unreadable' }, 2],
    [{ letterIds: ['scoring/1/1'] }, 1],
    [{ reason: 'key_mismatch' }, 0],
  ])('is found by %j', async (match, count) => {
    const connection = await desk({}, { offset: 8 });
    expect(await readLetters(connection, match)).toHaveLength(count);
  });
});
