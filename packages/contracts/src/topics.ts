import type { catalogue } from './catalogue.ts';

/** Consumers that put what they cannot use on a topic of their own. */
export const deadLetterConsumers = ['scoring', 'alerting', 'notifier'] as const;
export type DeadLetterConsumer = (typeof deadLetterConsumers)[number];

/** A topic of Duewatch's own. */
export type TopicName =
  | Exclude<(typeof catalogue)[number]['topic'], 'dead-letters'>
  | `${DeadLetterConsumer}.dead-letters`;

/** The topics by what they carry. Everyone else says `TOPICS.alerts`, so a rename is one line. */
export const TOPICS = {
  events: 'ar.events',
  customers: 'ar.customers',
  profiles: 'risk.profiles',
  changes: 'risk.changes',
  alerts: 'risk.alerts',
  deliveries: 'risk.deliveries',
  commands: 'risk.commands',
  policies: 'risk.policies',
  acts: 'risk.acts',
} as const satisfies Readonly<Record<string, TopicName>>;

/** How one topic is to be created. */
export interface TopicDefinition {
  readonly name: TopicName;
  readonly partitions: number;
  readonly config: Readonly<Record<string, string>>;
}

const DAY_MS = 86_400_000;

/** Partitions of every topic with customers in it, unless the settings say otherwise. */
export const PARTITIONS_DEFAULT = 6;

const FOREVER = { 'cleanup.policy': 'delete', 'retention.ms': '-1', 'retention.bytes': '-1' };

/** Tombstones outlive a reader that was away for a week. */
const COMPACTED = { 'cleanup.policy': 'compact', 'delete.retention.ms': `${7 * DAY_MS}` };

const keptForDays = (days: number) => ({
  'cleanup.policy': 'delete',
  'retention.ms': `${days * DAY_MS}`,
  'retention.bytes': '-1',
});

/**
 * Kept for how long, or compacted. Topics that one consumer reads together (`risk.profiles` with
 * `risk.commands`) must have equal partition counts, so all but those for people do.
 */
const CONFIG: Readonly<Record<TopicName, Readonly<Record<string, string>>>> = {
  'ar.events': FOREVER,
  'ar.customers': COMPACTED,
  'risk.profiles': { ...COMPACTED, 'min.compaction.lag.ms': `${7 * DAY_MS}` },
  'risk.changes': keptForDays(30),
  'risk.alerts': keptForDays(30),
  'risk.deliveries': keptForDays(400),
  'risk.commands': COMPACTED,
  'risk.policies': COMPACTED,
  'risk.acts': FOREVER,
  'scoring.dead-letters': keptForDays(30),
  'alerting.dead-letters': keptForDays(30),
  'notifier.dead-letters': keptForDays(30),
};

/** Few records, for people to read in the order in which they were written. */
const IN_ONE_ORDER: ReadonlySet<TopicName> = new Set(['risk.policies', 'risk.acts']);

/**
 * Every topic. The only place where partition counts, retention and compaction are written down.
 */
export function topicDefinitions(partitions = PARTITIONS_DEFAULT): readonly TopicDefinition[] {
  return (Object.keys(CONFIG) as TopicName[]).map((name) => ({
    name,
    partitions: IN_ONE_ORDER.has(name) ? 1 : partitions,
    config: CONFIG[name],
  }));
}

/** Where a consumer puts records that it cannot use. */
export function deadLetterTopic(consumer: DeadLetterConsumer): TopicName {
  return `${consumer}.dead-letters`;
}
