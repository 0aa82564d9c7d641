import { BusError } from './errors.ts';
import type { OutgoingRecord } from './ports.ts';

const seed = 0x9747b28c;
const multiplier = 0x5bd1e995;

/** Murmur2 as Kafka's Java client computes it, signed 32 bit. */
export function murmur2(data: Uint8Array): number {
  const { length } = data;
  const at = (index: number): number => data[index] ?? 0;
  let hash = seed ^ length;
  let index = 0;
  for (; index + 4 <= length; index += 4) {
    let word = at(index) | (at(index + 1) << 8) | (at(index + 2) << 16) | (at(index + 3) << 24);
    word = Math.imul(word, multiplier);
    word = Math.imul(word ^ (word >>> 24), multiplier);
    hash = Math.imul(hash, multiplier) ^ word;
  }
  const left = length - index;
  if (left === 3) hash ^= at(index + 2) << 16;
  if (left >= 2) hash ^= at(index + 1) << 8;
  if (left >= 1) hash = Math.imul(hash ^ at(index), multiplier);
  hash = Math.imul(hash ^ (hash >>> 13), multiplier);
  return hash ^ (hash >>> 15);
}

/** The partition of a key: the same for us, kafkajs, Kafka Streams and every Java producer. */
export function partitionOf(key: string, partitions: number): number {
  return (murmur2(Buffer.from(key, 'utf8')) & 0x7fffffff) % partitions;
}

/** Refuses what has neither key nor partition: its retry would land elsewhere, unseen (K3). */
export function checkRoutable(record: OutgoingRecord): void {
  const { key, partition, topic } = record;
  if (partition === undefined) {
    if (key !== null && key !== '') return;
    throw new BusError(
      'UNROUTABLE_RECORD',
      `a record for ${topic} has neither key nor partition: give it one`,
    );
  }
  if (!Number.isInteger(partition) || partition < 0) {
    throw new BusError('UNROUTABLE_RECORD', `${partition} is not a partition number of ${topic}`);
  }
}

/** The partition that a record goes to, once the topic's partition count is known. */
export function partitionFor(record: OutgoingRecord, partitions: number): number {
  checkRoutable(record);
  if (record.partition === undefined) return partitionOf(record.key ?? '', partitions);
  if (record.partition < partitions) return record.partition;
  throw new BusError(
    'UNROUTABLE_RECORD',
    `${record.topic} has ${partitions} partitions, there is no ${record.partition}`,
  );
}
