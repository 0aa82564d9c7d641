import type { Bus, BusRecord } from '../src/index.ts';
import { eventually } from './eventually.ts';
import { type BusSubject, outgoing, readAll, textOf, uniqueName } from './subject.ts';

export function readContract(makeSubject: () => BusSubject): void {
  describe('reading without a group', () => {
    let subject: BusSubject;
    let bus: Bus;
    let topic: string;
    beforeEach(async () => {
      subject = makeSubject();
      bus = subject.connect();
      topic = uniqueName('read');
      await bus.ensureTopics([{ name: topic, partitions: 3, config: {} }]);
    });
    afterEach(() => bus.close());

    const put = (partition: number, values: readonly string[]) =>
      bus
        .producer('contract')
        .send(values.map((value) => ({ ...outgoing(topic, 'k', value), partition })));

    it('ends at once on an empty topic', async () => {
      expect(await readAll(bus, topic)).toEqual([]);
    });

    it('gives each partition in order, one record at a time', async () => {
      const numbers = Array.from({ length: 700 }, (_, n) => `${n}`);
      for (const partition of [0, 2]) await put(partition, numbers);
      let atWork = 0;
      const seen = new Map<number, string[]>([0, 1, 2].map((partition) => [partition, []]));
      await bus.read({
        topics: [topic],
        untilEnd: true,
        onRecord: async (record) => {
          atWork += 1;
          await Promise.resolve();
          expect(atWork).toBe(1);
          seen.get(record.partition)?.push(textOf(record));
          atWork -= 1;
        },
      });
      expect([...seen.values()]).toEqual([numbers, [], numbers]);
    });

    it('stops at the ends as they were at the call', async () => {
      await put(0, ['old']);
      const records: string[] = [];
      await bus.read({
        topics: [topic],
        untilEnd: true,
        onRecord: async (record) => {
          records.push(textOf(record));
          if (records.length === 1) await put(0, ['new']);
        },
      });
      expect(records).toEqual(['old']);
    });

    it('reads only the partitions it is asked for', async () => {
      for (const partition of [0, 1, 2]) await put(partition, [`p${partition}`]);
      const records: string[] = [];
      const onRecord = (record: BusRecord) => void records.push(textOf(record));
      await bus.read({ topics: [topic], partitions: [2, 0, 7], untilEnd: true, onRecord });
      expect(records.sort()).toEqual(['p0', 'p2']);
    });

    it('reads several topics', async () => {
      const other = uniqueName('other');
      await bus.ensureTopics([{ name: other, partitions: 1, config: {} }]);
      await bus.producer('contract').send([outgoing(other, 'k', 'there')]);
      await put(1, ['here']);
      const records: string[] = [];
      const onRecord = (record: BusRecord) => void records.push(textOf(record));
      await bus.read({ topics: [topic, other], untilEnd: true, onRecord });
      expect(records.sort()).toEqual(['here', 'there']);
    });

    it('follows the log until it is told to stop', async () => {
      await put(0, ['1']);
      const records: string[] = [];
      const stop = new AbortController();
      const onRecord = (record: BusRecord) => void records.push(textOf(record));
      const reading = bus.read({ topics: [topic], signal: stop.signal, onRecord });
      await eventually(() => expect(records).toEqual(['1']), subject.withinMs);
      await put(2, ['2']);
      await put(0, ['3']);
      await eventually(() => expect(records.toSorted()).toEqual(['1', '2', '3']), subject.withinMs);
      stop.abort();
      await reading;
    });

    it('leaves out what was there before, when it starts at the end', async () => {
      await put(0, ['before']);
      const records: string[] = [];
      const stop = new AbortController();
      const onRecord = (record: BusRecord) => void records.push(textOf(record));
      const options = { topics: [topic], from: 'end', signal: stop.signal, onRecord } as const;
      const reading = bus.read(options);
      await eventually(async () => {
        await put(0, ['after']);
        expect(records).toContain('after');
      }, subject.withinMs);
      stop.abort();
      await reading;
      expect(records).not.toContain('before');
    });

    it('ends at the end when it starts there', async () => {
      await put(0, ['before']);
      const records: string[] = [];
      const onRecord = (record: BusRecord) => void records.push(textOf(record));
      await bus.read({ topics: [topic], from: 'end', untilEnd: true, onRecord });
      expect(records).toEqual([]);
    });

    it('passes on what the reader throws', async () => {
      await put(0, ['1']);
      const read = bus.read({
        topics: [topic],
        untilEnd: true,
        onRecord: () => {
          throw new Error('the reader has had enough');
        },
      });
      await expect(read).rejects.toThrow('the reader has had enough');
    });

    it('ends when the bus is closed', async () => {
      const reading = bus.read({ topics: [topic], onRecord: () => {} });
      await bus.close();
      await reading;
    });
  });
}
