import { createKafkaBus, type OutgoingRecord } from '../src/index.ts';
import { eventually } from './eventually.ts';
import { kafkaBrokers } from './infrastructure.ts';
import { readAll, startMember, textOf, uniqueName } from './subject.ts';

jest.setTimeout(90_000);

/** Makes the broker compact within seconds what a production topic compacts within days. */
const eager = {
  'cleanup.policy': 'compact',
  'segment.ms': '100',
  'min.cleanable.dirty.ratio': '0.001',
  'max.compaction.lag.ms': '100',
  'delete.retention.ms': '0',
};

describe('a compacted topic', () => {
  it('is read to its end past the gaps, by readers and groups (K18)', async () => {
    const bus = createKafkaBus({ brokers: kafkaBrokers(), clientId: 'compaction' });
    const topic = uniqueName('compacted');
    await bus.ensureTopics([{ name: topic, partitions: 1, config: eager }]);
    const round = (text: string | null): OutgoingRecord[] =>
      Array.from({ length: 100 }, (_, n) => {
        const value = text === null || n % 2 === 0 ? null : Buffer.from(`${text}/${n}`);
        return { topic, key: `k${n}`, value, headers: { round: text ?? 'none' } };
      });
    const producer = bus.producer('test');
    for (let n = 0; n < 30; n++) await producer.send(round(`${n}`));
    await eventually(
      async () => {
        // Only a segment that has been closed is compacted; each of these closes one.
        await producer.send(round('last'));
        expect((await readAll(bus, topic)).length).toBeLessThan(2_000);
      },
      50_000,
      500,
    );

    const [end] = await bus.ends(topic);
    const records = await readAll(bus, topic);
    const latest = new Map(records.map((record) => [record.key, textOf(record)]));
    const wanted = round('last').filter(({ value }) => value !== null);
    for (const { key, value } of wanted) expect(latest.get(key)).toBe(String(value));
    expect(records.at(-1)?.offset).toBe((end?.end ?? 0) - 1);

    const member = await startMember(bus, uniqueName('group'), [topic]);
    await eventually(() => {
      expect(member.records.at(-1)?.offset).toBe((end?.end ?? 0) - 1);
    }, 20_000);
    expect(member.batches[0]?.fetchedFrom).toBe(0);
    await bus.close();
  });
});
