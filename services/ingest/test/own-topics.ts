import type { Bus } from '@duewatch/event-bus';

/** The bus as ingest uses it, with topics of its own, so that tests share one broker unnoticed. */
export function ownTopics(bus: Bus, prefix: string): Bus {
  return {
    ...bus,
    ensureTopics: (specs) => {
      return bus.ensureTopics(specs.map((spec) => ({ ...spec, name: prefix + spec.name })));
    },
    ends: (topic) => bus.ends(prefix + topic),
    producer(name, options) {
      const producer = bus.producer(name, options);
      return {
        send: (records) => {
          return producer.send(records.map((one) => ({ ...one, topic: prefix + one.topic })));
        },
        close: () => producer.close(),
      };
    },
    read: (options) => {
      return bus.read({ ...options, topics: options.topics.map((topic) => prefix + topic) });
    },
  };
}
