import { type Bus, partitionOf } from '../src/index.ts';
import { type BusSubject, outgoing, readAll, textOf, uniqueName } from './subject.ts';

export function logContract(makeSubject: () => BusSubject): void {
  describe('topics', () => {
    let subject: BusSubject;
    let bus: Bus;
    beforeEach(() => {
      subject = makeSubject();
      bus = subject.connect();
    });
    afterEach(() => bus.close());

    it('are created once, however often they are asked for', async () => {
      const specs = [
        { name: uniqueName('one'), partitions: 1, config: { 'cleanup.policy': 'compact' } },
        { name: uniqueName('three'), partitions: 3, config: {} },
      ];
      await bus.ensureTopics(specs);
      await bus.ensureTopics(specs);
      const ends = await bus.ends(specs[1]?.name ?? '');
      expect(ends).toEqual([0, 1, 2].map((partition) => ({ partition, start: 0, end: 0 })));
    });

    it('are refused when they exist with another partition count', async () => {
      const name = uniqueName('two');
      await bus.ensureTopics([{ name, partitions: 2, config: {} }]);
      await expect(bus.ensureTopics([{ name, partitions: 3, config: {} }])).rejects.toMatchObject({
        code: 'PARTITION_MISMATCH',
        retriable: false,
        message: expect.stringContaining('has 2 partitions, the settings say 3'),
      });
    });

    it('that do not exist are named in the refusal', async () => {
      const topic = uniqueName('absent');
      const refused = { code: 'UNKNOWN_TOPIC', message: expect.stringContaining(topic) };
      const handlers = { onJoin: () => {}, onBatch: async () => {}, onCrash: () => {} };
      await expect(bus.ends(topic)).rejects.toMatchObject(refused);
      await expect(readAll(bus, topic)).rejects.toMatchObject(refused);
      await expect(
        bus.consume({ groupId: uniqueName('group'), topics: [topic], handlers }),
      ).rejects.toMatchObject(refused);
      const sent = bus.producer('contract').send([outgoing(topic, 'k', 'v')]);
      await expect(sent).rejects.toMatchObject(refused);
    });

    it('live in the same cluster for every bus', async () => {
      const other = subject.connect();
      const ids = [await bus.clusterId(), await bus.clusterId(), await other.clusterId()];
      await other.close();
      expect(ids[0]).not.toBe('');
      expect(new Set(ids).size).toBe(1);
    });
  });

  sendContract(makeSubject);
}

function sendContract(makeSubject: () => BusSubject): void {
  describe('a producer', () => {
    let bus: Bus;
    let topic: string;
    beforeEach(async () => {
      bus = makeSubject().connect();
      topic = uniqueName('sent');
      await bus.ensureTopics([{ name: topic, partitions: 3, config: {} }]);
    });
    afterEach(() => bus.close());

    it('puts a key where every other client puts it', async () => {
      const keys = Array.from({ length: 40 }, (_, n) => `tenant|küçük-${n}`);
      await bus.producer('contract').send(keys.map((key) => outgoing(topic, key, key)));
      const records = await readAll(bus, topic);
      expect(records).toHaveLength(40);
      for (const record of records) {
        expect(record.partition).toBe(partitionOf(record.key ?? '', 3));
        expect(textOf(record)).toBe(record.key);
      }
    });

    it('keeps key, value, headers and place of a record', async () => {
      const producer = bus.producer('contract');
      const headers = { ce_type: 'io.duewatch.x', ce_subject: 'Müller & Söhne', empty: '' };
      await producer.send([{ topic, partition: 2, key: '~broadcast', value: null, headers }]);
      await producer.send([
        { topic, partition: 2, key: null, value: Buffer.alloc(0), headers: {} },
      ]);
      const records = await readAll(bus, topic);
      expect(records).toMatchObject([
        { topic, partition: 2, offset: 0, key: '~broadcast', value: null },
        { topic, partition: 2, offset: 1, key: null, value: Buffer.alloc(0) },
      ]);
      expect({ ...records[0]?.headers }).toEqual(headers);
      expect({ ...records[1]?.headers }).toEqual({});
      expect(records[0]?.timestampMs).toBeGreaterThan(1_500_000_000_000);
    });

    it('keeps the order of calls that did not wait for each other', async () => {
      const producer = bus.producer('contract');
      const numbers = Array.from({ length: 1_500 }, (_, n) => n);
      await Promise.all(numbers.map((n) => producer.send([outgoing(topic, 'k', `${n}`)])));
      expect((await readAll(bus, topic)).map(textOf)).toEqual(numbers.map(String));
    });

    it('keeps the order within one long send', async () => {
      const numbers = Array.from({ length: 2_300 }, (_, n) => n);
      await bus.producer('contract').send(numbers.map((n) => outgoing(topic, 'k', `${n}`)));
      expect((await readAll(bus, topic)).map(textOf)).toEqual(numbers.map(String));
      const ends = await bus.ends(topic);
      expect(ends[partitionOf('k', 3)]).toMatchObject({ start: 0, end: 2_300 });
    });

    it('refuses a record that a retry would misplace', async () => {
      const producer = bus.producer('contract');
      const keyless = { topic, key: null, value: null, headers: {} };
      const refused = { code: 'UNROUTABLE_RECORD', retriable: false };
      await expect(producer.send([keyless])).rejects.toMatchObject(refused);
      await expect(producer.send([{ ...keyless, partition: 3 }])).rejects.toMatchObject(refused);
      expect(await readAll(bus, topic)).toEqual([]);
    });

    it('does not let one bad record sink what others send meanwhile', async () => {
      const producer = bus.producer('contract');
      const results = await Promise.allSettled([
        producer.send([outgoing(topic, 'a', '1')]),
        producer.send([{ ...outgoing(topic, 'a', '2'), partition: 9 }]),
        producer.send([outgoing(topic, 'a', '3')]),
      ]);
      expect(results.map((one) => one.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
      expect((await readAll(bus, topic)).map(textOf)).toEqual(['1', '3']);
    });

    it('sends nothing for an empty list', async () => {
      await bus.producer('contract').send([]);
      expect(await readAll(bus, topic)).toEqual([]);
    });

    it('delivers what waits when it is closed, refuses what comes later', async () => {
      const producer = bus.producer('contract');
      const sent = producer.send([outgoing(topic, 'a', '1')]);
      await producer.close();
      await sent;
      await expect(producer.send([outgoing(topic, 'a', '2')])).rejects.toMatchObject({
        code: 'CLOSED',
      });
      expect((await readAll(bus, topic)).map(textOf)).toEqual(['1']);
    });
  });
}
