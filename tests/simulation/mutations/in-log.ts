import { TOPICS } from '@duewatch/contracts';
import type { Batch, Bus, BusProducer, BusRecord, OutgoingRecord } from '@duewatch/event-bus';
import type { Position } from '@duewatch/stream';
import { codec } from '../codec.ts';
import { compare } from '../oracles/gaps.ts';
import type { Mutation } from './mutation.ts';

/** Mistakes in what is written to the log and in how it is read. */
export const inLog: readonly Mutation[] = [
  {
    name: 'acknowledge before the log has it',
    bus: (bus) =>
      sending(bus, (producer) => async (records) => {
        void producer.send(records).catch(() => undefined);
      }),
  },
  {
    name: 'write no dead letters',
    bus: (bus) =>
      sending(bus, (producer) => (records) => {
        return producer.send(records.filter(({ topic }) => !topic.endsWith('.dead-letters')));
      }),
  },
  {
    name: 'do not record what was delivered',
    bus: (bus) =>
      sending(bus, (producer, name) => async (records) => {
        if (name !== 'notifier-deliveries') await producer.send(records);
      }),
  },
  {
    name: 'overlook a record of a batch',
    bus: (bus, process) =>
      process.startsWith('scoring')
        ? reading(bus, (record) => (record.offset % 29 === 17 ? null : record))
        : bus,
  },
  {
    name: 'do not seek to the stored offset',
    bus: (bus) => ({
      ...bus,
      async consume(options) {
        const consumer = await bus.consume(options);
        return { ...consumer, seek: () => undefined };
      },
    }),
  },
  {
    name: 'fold repeats of profiles',
    bus: (bus, process) =>
      process.startsWith('alerting') ? reading(bus, unfiltered(TOPICS.profiles)) : bus,
  },
  {
    name: 'fold repeats of alerts',
    bus: (bus, process) =>
      process.startsWith('notifier') ? reading(bus, unfiltered(TOPICS.alerts)) : bus,
  },
  {
    name: 'tell what is suppressed',
    bus: (bus, process) => (process.startsWith('notifier') ? reading(bus, unsuppressed) : bus),
  },
];

type Send = BusProducer['send'];

function sending(bus: Bus, sendOf: (producer: BusProducer, name: string) => Send): Bus {
  return {
    ...bus,
    producer(name, options) {
      const producer = bus.producer(name, options);
      const send = sendOf(producer, name);
      return { ...producer, send: (records: readonly OutgoingRecord[]) => send(records) };
    },
  };
}

/** What the handlers get instead of each record; null for nothing. */
function reading(bus: Bus, change: (record: BusRecord) => BusRecord | null): Bus {
  return {
    ...bus,
    consume: ({ handlers, ...options }) =>
      bus.consume({
        ...options,
        handlers: {
          ...handlers,
          onBatch: (batch) => handlers.onBatch(changed(batch, change)),
        },
      }),
  };
}

function changed(batch: Batch, change: (record: BusRecord) => BusRecord | null): Batch {
  const records = batch.records.map(change).filter((record) => record !== null);
  return { ...batch, records };
}

/** Repeats look like news, as they would to a reader that does not compare positions. */
function unfiltered(topic: string): (record: BusRecord) => BusRecord {
  const held = new Map<string, Position>();
  return (record) => {
    const data = record.topic === topic ? bodyOf(record) : null;
    if (data === null || record.key === null) return record;
    const last = held.get(record.key);
    const isRepeat = last !== undefined && compare(data.position, last) <= 0;
    const position = isRepeat ? { ...last, index: last.index + 1 } : data.position;
    held.set(record.key, position);
    return isRepeat ? withBody(record, { ...data, position }) : record;
  };
}

function unsuppressed(record: BusRecord): BusRecord {
  const data = record.topic === TOPICS.alerts ? bodyOf(record) : null;
  return data === null ? record : withBody(record, Object.assign({}, data, { suppressed: false }));
}

interface Placed {
  readonly position: Position;
}

/** Null for tombstones and records without a place. */
function bodyOf({ value }: BusRecord): Placed | null {
  const decoded = value === null ? null : codec.decode(value);
  return decoded !== null && 'position' in decoded.data ? decoded.data : null;
}

function withBody(record: BusRecord, data: Placed): BusRecord {
  const { recordName } = codec.decode(record.value ?? Buffer.alloc(0));
  return { ...record, value: codec.encode(recordName, data as never) };
}
