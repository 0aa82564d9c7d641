import { Partitioners } from 'kafkajs';
import { checkRoutable, murmur2, partitionFor, partitionOf } from './partitioning.ts';

describe('partition of a key', () => {
  // The expected hashes are those that Kafka's own Java test suite expects.
  it.each([
    ['21', -973932308],
    ['foobar', -790332482],
    ['a-little-bit-long-string', -985981536],
    ['a-little-bit-longer-string', -1486304829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
    ['abc', 479470107],
  ])('hashes %s like the Java client', (key, hash) => {
    expect(murmur2(Buffer.from(key))).toBe(hash);
  });

  it('agrees with kafkajs on every key', () => {
    const kafkajs = Partitioners.DefaultPartitioner();
    for (let n = 0; n < 2_000; n++) {
      const key = `tenant-${n % 7}|${'klænt€'.slice(0, n % 6)}${n * 7919}`;
      const partitions = 1 + (n % 12);
      const partitionMetadata = Array.from({ length: partitions }, (_, partitionId) => ({
        partitionId,
        partitionErrorCode: 0,
        leader: 0,
        replicas: [],
        isr: [],
      }));
      const message = { key, value: null };
      const theirs = kafkajs({ topic: 't', partitionMetadata, message });
      expect([key, partitionOf(key, partitions)]).toEqual([key, theirs]);
    }
  });
});

describe('a record to send', () => {
  const record = { topic: 'ar.events', key: null, value: null, headers: {} };

  it('is refused with neither key nor partition', () => {
    expect(() => checkRoutable(record)).toThrow(/neither key nor partition/);
    expect(() => checkRoutable({ ...record, key: '' })).toThrow(/neither key nor partition/);
  });

  it.each([-1, 1.5, Number.NaN])('is refused with partition %s', (partition) => {
    expect(() => checkRoutable({ ...record, partition })).toThrow(/not a partition number/);
  });

  it('is refused for a partition that the topic does not have', () => {
    expect(() => partitionFor({ ...record, partition: 6 }, 6)).toThrow(/there is no 6/);
  });

  it('goes to the partition it names, whatever its key', () => {
    expect(partitionFor({ ...record, key: '~broadcast', partition: 5 }, 6)).toBe(5);
  });
});
