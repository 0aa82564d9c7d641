import type { Bus, BusRecord, ConsumerHandlers } from '@duewatch/event-bus';

/** The same bus with topics and groups of its own, so that tests share one broker unnoticed. */
export function prefixBus(bus: Bus, prefix: string): Bus {
  // Headers are read when they are asked for, so a record is not for spreading.
  const inside = ({ topic, headers, partition, offset, key, value, timestampMs }: BusRecord) => ({
    ...{ headers, partition, offset, key, value, timestampMs },
    topic: topic.slice(prefix.length),
  });
  const outside = <T extends { readonly topic: string }>(item: T): T => ({
    ...item,
    topic: prefix + item.topic,
  });
  const named = (topics: readonly string[]) => topics.map((topic) => prefix + topic);
  return {
    clusterId: () => bus.clusterId(),
    ensureTopics: (specs) =>
      bus.ensureTopics(specs.map((spec) => ({ ...spec, name: prefix + spec.name }))),
    ends: (topic) => bus.ends(prefix + topic),
    committed: (groupId, topic) => bus.committed(prefix + groupId, prefix + topic),
    producer(name) {
      const producer = bus.producer(name);
      return {
        send: (records) => producer.send(records.map(outside)),
        close: () => producer.close(),
      };
    },
    async consume({ groupId, topics, handlers }) {
      const wrapped: ConsumerHandlers = {
        ...handlers,
        onBatch: (batch) =>
          handlers.onBatch({
            topic: batch.topic.slice(prefix.length),
            partition: batch.partition,
            records: batch.records.map(inside),
            fetchedFrom: batch.fetchedFrom,
            logEnd: batch.logEnd,
            heartbeat: () => batch.heartbeat(),
            resolve: (nextOffset) => batch.resolve(nextOffset),
            isStale: () => batch.isStale(),
          }),
      };
      const consumer = await bus.consume({
        groupId: prefix + groupId,
        topics: named(topics),
        handlers: wrapped,
      });
      return {
        seek: (topic, partition, offset) => consumer.seek(prefix + topic, partition, offset),
        commit: (offsets) => consumer.commit(offsets.map(outside)),
        stop: () => consumer.stop(),
      };
    },
    read: (options) =>
      bus.read({
        ...options,
        topics: named(options.topics),
        onRecord: (record) => options.onRecord(inside(record)),
      }),
    close: () => bus.close(),
  };
}
