import {
  type DeadLetterConsumer,
  deadLetterConsumers,
  deadLetterTopic,
  TOPICS,
  type TopicName,
  topicDefinitions,
} from '@duewatch/contracts';

/** All that one login may do, and nothing else. */
export interface Access {
  readonly reads: readonly TopicName[];
  readonly writes: readonly TopicName[];
  readonly creates: readonly TopicName[];
  /** The consumer group that it joins. */
  readonly group: DeadLetterConsumer | null;
  /** Patterns of the keys that it reads and writes at the Redis for state. */
  readonly stateKeys: readonly string[];
  /** The same at the one for queues. */
  readonly queueKeys: readonly string[];
}

/** A service; who runs the command line, or replays dead letters with it; the deploy step. */
export type LoginName = DeadLetterConsumer | 'ingest' | 'operator' | 'replay' | 'setup';

const { events, customers, profiles, changes, alerts, deliveries } = TOPICS;
const { commands, policies, acts } = TOPICS;
/** Of all keys at the Redis for state. */
const prefix = 'dw';
const everyTopic = topicDefinitions().map(({ name }) => name);
const letters = deadLetterConsumers.map(deadLetterTopic);

const nothing: Access = {
  ...{ reads: [], writes: [], creates: [], group: null, stateKeys: [], queueKeys: [] },
};

/** A service that folds what it reads into keys of its own. */
function folding(
  service: DeadLetterConsumer,
  { reads, writes }: Pick<Access, 'reads' | 'writes'>,
): Access {
  const writesAll = [...writes, deadLetterTopic(service)];
  const own = { group: service, stateKeys: [`${prefix}:{${service}:*`] };
  return { ...nothing, ...own, reads, writes: writesAll };
}

/** Who may do what at Kafka and Redis. Nothing else says so: docs and tests are held against it. */
export const access: Readonly<Record<LoginName, Access>> = {
  ingest: {
    ...nothing,
    // Where a customer who is to be forgotten has records.
    reads: [customers],
    // With a policy or an erasure it notes whose key it was.
    writes: [events, customers, policies, acts],
    // Scoring's it only reads, which Redis 6 has no words for.
    stateKeys: [`${prefix}:{seen}:*`, `${prefix}:ingest:*`, `${prefix}:{scoring:*`],
  },
  scoring: folding('scoring', { reads: [events], writes: [profiles, changes] }),
  alerting: folding('alerting', { reads: [profiles, commands], writes: [alerts] }),
  notifier: {
    ...folding('notifier', {
      reads: [alerts, customers, deliveries, changes, commands],
      // A wish that something is told again is taken away once it is.
      writes: [deliveries, commands],
    }),
    queueKeys: ['duewatch:*'],
  },
  operator: {
    ...nothing,
    reads: everyTopic,
    writes: [commands, acts],
    stateKeys: [`${prefix}:*`],
    queueKeys: ['duewatch:*'],
  },
  // It writes where the services read, which is to forge anything.
  replay: {
    ...nothing,
    reads: [...letters, acts],
    writes: [events, customers, profiles, changes, alerts, deliveries, commands, acts],
  },
  setup: { ...nothing, creates: everyTopic },
};
