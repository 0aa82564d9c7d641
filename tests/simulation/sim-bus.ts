import type { Bus, BusProducer, MemoryCluster } from '@duewatch/event-bus';
import type { SimProcess } from './sim-process.ts';

/** A process's connection to the log. Batches come when the seed says, to the dead not at all. */
export function connectBus(process: SimProcess, cluster: MemoryCluster): Bus {
  const bus = cluster.connect();
  return {
    clusterId: () => process.ask('log', () => bus.clusterId()),
    ensureTopics: (specs) => process.effect('log', () => bus.ensureTopics(specs)),
    committed: (...asked) => process.ask('log', () => bus.committed(...asked)),
    ends: (topic) => process.ask('log', () => bus.ends(topic)),
    producer: (name) => oneAtATime(process, bus.producer(name)),
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
