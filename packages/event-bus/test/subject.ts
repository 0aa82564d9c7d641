import { randomBytes } from 'node:crypto';
import type { Batch, Bus, BusConsumer, BusRecord, OutgoingRecord } from '../src/index.ts';

/** What a contract suite tests: buses on one cluster, each as if in a process of its own. */
export interface BusSubject {
  connect(): Bus;
  /** Longest wait for anything; a rebalance of a real group takes seconds. */
  readonly withinMs: number;
}

/** Topic and group names of one test, so that tests share a broker without meeting. */
export function uniqueName(word: string): string {
  return `test.${word}.${randomBytes(5).toString('hex')}`;
}

export function outgoing(topic: string, key: string, value: string): OutgoingRecord {
  return { topic, key, value: Buffer.from(value), headers: {} };
}

export function textOf(record: BusRecord): string {
  return record.value === null ? '(none)' : record.value.toString();
}

/** Everything in a topic, per partition in order. */
export async function readAll(bus: Bus, topic: string): Promise<BusRecord[]> {
  const records: BusRecord[] = [];
  await bus.read({
    topics: [topic],
    untilEnd: true,
    onRecord: (record) => void records.push(record),
  });
  return records;
}

/** A member of a group that notes what happens to it and resolves whatever it is given. */
export interface Member {
  readonly joins: (readonly number[])[];
  readonly records: BusRecord[];
  readonly batches: Batch[];
  readonly crashes: Error[];
  consumer: BusConsumer;
  owned(): readonly number[] | undefined;
}

export async function startMember(
  bus: Bus,
  groupId: string,
  topics: readonly string[],
  onBatch?: (batch: Batch, member: Member) => Promise<void>,
  onJoin?: (partitions: readonly number[], member: Member) => void,
): Promise<Member> {
  const consumer: BusConsumer = {
    seek: () => {},
    commit: async () => {},
    stop: async () => {},
  };
  const member: Member = {
    joins: [],
    records: [],
    batches: [],
    crashes: [],
    consumer,
    owned: () => member.joins.at(-1),
  };
  member.consumer = await bus.consume({
    groupId,
    topics,
    handlers: {
      onJoin: (partitions) => {
        member.joins.push(partitions);
        onJoin?.(partitions, member);
      },
      onBatch: async (batch) => {
        member.batches.push(batch);
        if (onBatch !== undefined) return onBatch(batch, member);
        member.records.push(...batch.records);
        resolveAll(batch);
        await batch.heartbeat();
      },
      onCrash: (error) => void member.crashes.push(error),
    },
  });
  return member;
}

export function resolveAll(batch: Batch): void {
  const last = batch.records.at(-1);
  if (last !== undefined) batch.resolve(last.offset + 1);
}
