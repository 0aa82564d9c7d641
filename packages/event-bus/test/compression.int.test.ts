import { type Bus, createKafkaBus } from '../src/index.ts';
import { eventually } from './eventually.ts';
import { kafkaBrokers } from './infrastructure.ts';
import { outgoing, readAll, startMember, textOf, uniqueName } from './subject.ts';

jest.setTimeout(60_000);

describe('compression', () => {
  let bus: Bus;
  let topic: string;
  beforeEach(() => {
    bus = createKafkaBus({ brokers: kafkaBrokers(), clientId: 'packed', compression: 'gzip' });
    topic = uniqueName('packed');
  });
  afterEach(() => bus.close());

  it('with gzip is undone on the way in', async () => {
    await bus.ensureTopics([{ name: topic, partitions: 1, config: {} }]);
    const numbers = Array.from({ length: 600 }, (_, n) => `${n}`);
    await bus.producer('test').send(numbers.map((text) => outgoing(topic, 'k', text)));
    expect((await readAll(bus, topic)).map(textOf)).toEqual(numbers);
    const member = await startMember(bus, uniqueName('group'), [topic]);
    await eventually(() => expect(member.records.map(textOf)).toEqual(numbers), 20_000);
  });

  it.each(['lz4', 'snappy', 'zstd'])('with %s ends with the name of the mend', async (codec) => {
    // The broker packs the records anew, as if a foreign producer had done it.
    const config = { 'compression.type': codec };
    await bus.ensureTopics([{ name: topic, partitions: 1, config }]);
    await bus.producer('test').send([outgoing(topic, 'k', 'x')]);
    const expected = {
      code: 'FOREIGN_CODEC',
      retriable: false,
      message: expect.stringMatching(new RegExp(`${topic}.*compression.type.*gzip or none`)),
    };
    await expect(readAll(bus, topic)).rejects.toMatchObject(expected);
    const member = await startMember(bus, uniqueName('group'), [topic]);
    await eventually(() => expect(member.crashes).toMatchObject([expected]), 20_000);
  });
});
