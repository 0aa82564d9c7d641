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
import { findLetters, findOpenLetters, readLetters } from './letters.ts';
import { dropLetter, replayLetter } from './replay.ts';
import { settleLetters } from './settle-letters.ts';

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
  const warnings: string[] = [];
  return {
    bus,
    producer,
    codec,
    clock,
    warnings,
    warn: (line: string) => void warnings.push(line),
  };
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

  it('is found beside records that nobody can read, which are named', async () => {
    const connection = await desk({}, { offset: 8 });
    const [first] = await readLetters(connection, {});
    if (first !== undefined) await replayLetter(connection, first, 'anna');
    const producer = connection.bus.producer('anybody');
    for (const topic of ['scoring.dead-letters', 'risk.acts']) {
      const value = Buffer.from('not avro');
      await producer.send([{ topic, partition: 0, key: null, value, headers: {} }]);
    }
    expect(await readLetters(connection, {})).toMatchObject([{ offset: 8 }]);
    expect(connection.warnings.slice(-2)).toEqual([
      expect.stringMatching(/^risk\.acts-0@1 is passed over, it cannot be read: /),
      expect.stringMatching(/^scoring\.dead-letters-0@0 is passed over/),
    ]);
  });

  it('that was dealt with, or is not there, is told apart when somebody names it', async () => {
    const connection = await desk({});
    const [letter] = await findOpenLetters(connection, ['scoring/1/0']);
    if (letter !== undefined) await replayLetter(connection, letter, 'anna');
    await expect(findOpenLetters(connection, ['scoring/1/0'])).rejects.toThrow(
      'scoring/1/0 was replayed by anna, 2026-03-03T11:00:00.000Z: nothing is left to do.',
    );
    expect(await findLetters(connection, ['scoring/1/0'])).toHaveLength(1);
    await expect(findLetters(connection, ['scoring/1/0', 'scoring/1/7'])).rejects.toThrow(
      'There is no letter scoring/1/7. `duewatch dead-letters list --all`',
    );
  });

  it('without a body is not replayed: on some topics that would erase a customer', async () => {
    const connection = await desk({ value: null });
    const [letter] = await readLetters(connection, {});
    if (letter === undefined) throw new Error('there is no letter');
    await expect(replayLetter(connection, letter, 'anna')).rejects.toThrow('Drop the letter');
    expect(await recordsOf(connection, 'ar.events')).toEqual([]);
    expect(await readLetters(connection, {})).toHaveLength(1);
  });

  it('is one, however often it was published', async () => {
    const connection = await desk({}, { offset: 8 }, {}, { value: null });
    const found = await readLetters(connection, {});
    expect(found.map(({ letterId }) => letterId)).toEqual([
      'scoring/1/0',
      'scoring/1/1',
      'scoring/1/3',
    ]);
    const [first] = found;
    if (first !== undefined) await replayLetter(connection, first, 'anna');
    expect(await readLetters(connection, {})).toHaveLength(2);
  });

  it('needs no producer of its own, however many there are', async () => {
    const connection = await desk({}, { offset: 8 }, { offset: 9 });
    const opened: string[] = [];
    const bus = {
      ...connection.bus,
      producer(name: string) {
        opened.push(name);
        return connection.bus.producer(name);
      },
    };
    const letters = await readLetters(connection, {});
    const wish = { by: 'anna', reason: null };
    const terminal = { out: () => undefined, err: () => undefined };
    expect(await settleLetters({ ...connection, bus }, letters, wish, terminal)).toBe(0);
    expect(opened).toEqual(['replay']);
    expect(await readActs(connection)).toHaveLength(3);
  });

  it('that cannot be replayed keeps back none of those behind it, and is named', async () => {
    const connection = await desk({ value: null }, { offset: 8 });
    const lines: string[] = [];
    const errors: string[] = [];
    const terminal = {
      out: (line: string) => void lines.push(line),
      err: (line: string) => void errors.push(line),
    };
    const letters = await readLetters(connection, {});
    const wish = { by: 'anna', reason: null };
    expect(await settleLetters(connection, letters, wish, terminal)).toBe(1);
    expect(lines).toEqual([expect.stringMatching(/^replayed {2}scoring\/1\/1 /)]);
    expect(errors).toEqual([expect.stringMatching(/^scoring\/1\/0 has no body.*Drop the letter/)]);
    expect(await readLetters(connection, {})).toMatchObject([{ letterId: 'scoring/1/0' }]);
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
