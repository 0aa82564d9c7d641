import {
  type Bus,
  type BusProducer,
  type MemoryCluster,
  type OutgoingRecord,
  partitionOf,
} from '@duewatch/event-bus';
import { PARTITIONS } from './settings.ts';
import type { SimProcess } from './sim-process.ts';
import type { StateServer } from './state-server.ts';

/** On every record of a stream: how many inputs were folded into its state when it was written. */
export const STORED = 'sim-stored';

/**
 * A process's connection to the log. Batches come when the seed says, to the dead not at all.
 * `state` is what a stream of this process must have stored before it tells anything.
 */
export function connectBus(process: SimProcess, cluster: MemoryCluster, state?: StateServer): Bus {
  const bus = cluster.connect();
  return {
    clusterId: () => process.ask('log', () => bus.clusterId()),
    ensureTopics: (specs) => process.effect('log', () => bus.ensureTopics(specs)),
    committed: (...asked) => process.ask('log', () => bus.committed(...asked)),
    ends: (topic) => process.ask('log', () => bus.ends(topic)),
    producer: (name) => oneAtATime(process, stamping(bus.producer(name), state)),
    async consume({ groupId, topics, handlers }) {
      const consumer = await bus.consume({
        groupId,
        topics,
        handlers: {
          onJoin: (partitions) => process.turn(() => handlers.onJoin(partitions)),
          onBatch: async (batch) => {
            await process.ask('log', async () => undefined).catch(() => undefined);
            await handlers.onBatch(batch);
          },
          onCrash: (error) => process.turn(() => handlers.onCrash(error)),
        },
      });
      process.joined(consumer, topics);
      return {
        seek: (topic, partition, offset) => consumer.seek(topic, partition, offset),
        commit: (offsets) => process.effect('log', () => consumer.commit(offsets)),
        stop: () => consumer.stop(),
      };
    },
    read: (options) => process.ask('log', () => bus.read(options)),
    close: () => bus.close(),
  };
}

function stamping(producer: BusProducer, state: StateServer | undefined): BusProducer {
  if (state === undefined) return producer;
  const stamped = (record: OutgoingRecord): OutgoingRecord => {
    const partition = record.partition ?? partitionOf(record.key ?? '', PARTITIONS);
    const headers = { ...record.headers, [STORED]: String(state.foldedInto(partition)) };
    return { ...record, headers };
  };
  return { ...producer, send: (records) => producer.send(records.map(stamped)) };
}

/** One send outstanding, as with the real producer: a lost one cannot overtake the next. */
function oneAtATime(process: SimProcess, producer: BusProducer): BusProducer {
  let last: Promise<void> = Promise.resolve();
  return {
    send: async (records) => {
      const sent = last.then(() => process.effect('log', () => producer.send(records)));
      last = sent.catch(() => undefined);
      await sent;
    },
    close: () => producer.close(),
  };
}
