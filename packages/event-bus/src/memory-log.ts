import type { Clock } from '@duewatch/config';
import { BusError, partitionMismatch, unknownTopic } from './errors.ts';
import { partitionFor } from './partitioning.ts';
import type { BusRecord, OutgoingRecord, TopicSpec } from './ports.ts';

/** Calls back once what goes on has come to rest. */
export type Soon = (act: () => void) => unknown;

/** The topics of the in-memory twin: arrays of records, kept for ever, never compacted. */
export class MemoryLog {
  /** How readers go on: as with a broker, never within the call that brought them something. */
  readonly soon: Soon;
  readonly #topics = new Map<string, BusRecord[][]>();
  readonly #listeners = new Set<(topic: string, partition: number) => void>();
  readonly #clock: Clock;
  readonly #defaultPartitions: number | undefined;

  constructor(clock: Clock, defaultPartitions: number | undefined, soon: Soon) {
    this.#clock = clock;
    this.soon = soon;
    this.#defaultPartitions = defaultPartitions;
  }

  ensure(spec: Pick<TopicSpec, 'name' | 'partitions'>): void {
    const existing = this.#topics.get(spec.name)?.length;
    if (existing !== undefined && existing !== spec.partitions) {
      throw partitionMismatch(spec.name, existing, spec.partitions);
    }
    if (existing !== undefined) return;
    this.#topics.set(
      spec.name,
      Array.from({ length: spec.partitions }, () => []),
    );
  }

  partitionCount(topic: string): number {
    return this.#partitionsOf(topic).length;
  }

  end(topic: string, partition: number): number {
    return this.#records(topic, partition).length;
  }

  slice(topic: string, partition: number, from: number, limit: number): readonly BusRecord[] {
    return this.#records(topic, partition).slice(from, from + limit);
  }

  /** Appends all or, when one of them cannot be placed, none. */
  append(records: readonly OutgoingRecord[]): void {
    const placed = records.map((record) => ({
      record,
      partition: partitionFor(record, this.partitionCount(record.topic)),
    }));
    const touched = new Map<string, readonly [topic: string, partition: number]>();
    for (const { record, partition } of placed) {
      const log = this.#records(record.topic, partition);
      log.push({
        topic: record.topic,
        partition,
        offset: log.length,
        key: record.key,
        // A copy, as after a real broker: whoever reuses the buffer must not change history.
        value: record.value === null ? null : Buffer.from(record.value),
        headers: { ...record.headers },
        timestampMs: this.#clock.now(),
      });
      touched.set(`${record.topic}/${partition}`, [record.topic, partition]);
    }
    for (const [topic, partition] of touched.values()) {
      for (const listener of this.#listeners) listener(topic, partition);
    }
  }

  onAppend(listener: (topic: string, partition: number) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  #records(topic: string, partition: number): BusRecord[] {
    const records = this.#partitionsOf(topic)[partition];
    if (records !== undefined) return records;
    throw new BusError('UNKNOWN_TOPIC', `${topic} has no partition ${partition}`);
  }

  #partitionsOf(topic: string): BusRecord[][] {
    const existing = this.#topics.get(topic);
    if (existing !== undefined) return existing;
    if (this.#defaultPartitions === undefined) throw unknownTopic(topic);
    this.ensure({ name: topic, partitions: this.#defaultPartitions });
    return this.#partitionsOf(topic);
  }
}
