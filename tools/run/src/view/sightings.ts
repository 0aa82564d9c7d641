import {
  type AlertOpened,
  type Codec,
  CodecError,
  type DeadLetter,
  type DeliveryRecorded,
  deadLetterConsumers,
  deadLetterTopic,
  entryOfRecord,
  type Position,
  type ProfileUpdated,
  type RecordName,
  type RiskChanged,
  type TopicName,
} from '@duewatch/contracts';
import { type Bus, type BusRecord, createSchemaLearning } from '@duewatch/event-bus';

/** What an alert did. */
export type AlertTransition = 'opened' | 'escalated' | 'resolved';

/** Something that a reader of the topics gets to see. */
export type Sighting =
  | { readonly kind: 'name'; readonly key: string; readonly name: string | null }
  | { readonly kind: 'profile'; readonly key: string; readonly profile: ProfileUpdated | null }
  | { readonly kind: 'change'; readonly change: RiskChanged }
  | {
      readonly kind: 'alert';
      readonly transition: AlertTransition;
      readonly alert: AlertOpened;
      readonly writtenAtMs: number;
    }
  | { readonly kind: 'delivery'; readonly delivery: DeliveryRecorded }
  | { readonly kind: 'dead-letter'; readonly letter: DeadLetter };

export interface ReadOptions {
  readonly bus: Bus;
  readonly codec: Codec;
  /** Records that were written before are passed over: a given Kafka holds those of other runs. */
  readonly sinceMs: number;
  readonly untilEnd?: boolean;
  readonly signal?: AbortSignal;
  onSighting(sighting: Sighting): void;
}

const sources: readonly RecordName[] = [
  'CustomerCard',
  'ProfileUpdated',
  'RiskChanged',
  'AlertOpened',
  'DeliveryRecorded',
];

/** The topics that a view of a run reads. */
const topics: readonly TopicName[] = [
  ...sources.map((recordName) => entryOfRecord(recordName).topic as TopicName),
  ...deadLetterConsumers.map(deadLetterTopic),
];

/** Reads everything that the services say, as any consumer could, dropping what is a repeat. */
export async function readSightings(options: ReadOptions): Promise<void> {
  const { bus, codec, sinceMs, untilEnd, signal, onSighting } = options;
  const learn = createSchemaLearning(codec);
  const isNews = createPositionFilter();
  await bus.read({
    topics,
    ...(untilEnd === undefined ? {} : { untilEnd }),
    ...(signal === undefined ? {} : { signal }),
    onRecord: async (record) => {
      // Profiles and cards are the newest of their customer, however long ago they were written.
      const isState = record.topic === profilesTopic || record.topic === cardsTopic;
      if (record.timestampMs < sinceMs && !isState) return;
      await learn([record]);
      const sighting = sightingOf(record, codec);
      if (sighting !== undefined && isNews(sighting)) onSighting(sighting);
    },
  });
}

const profilesTopic = entryOfRecord('ProfileUpdated').topic;
const cardsTopic = entryOfRecord('CustomerCard').topic;

function sightingOf(record: BusRecord, codec: Codec): Sighting | undefined {
  const { key, value, topic } = record;
  if (key === null) return undefined;
  if (value === null) return goneOf(topic, key);
  try {
    const { recordName, data } = codec.decode(value);
    switch (recordName) {
      case 'CustomerCard':
        return { kind: 'name', key, name: data.tradingName ?? data.legalName };
      case 'ProfileUpdated':
        return { kind: 'profile', key, profile: data };
      case 'RiskChanged':
        return { kind: 'change', change: data };
      case 'AlertOpened':
        return alertOf('opened', data, record);
      case 'AlertEscalated':
        return alertOf('escalated', data, record);
      case 'AlertResolved':
        return alertOf('resolved', data, record);
      case 'DeliveryRecorded':
        return { kind: 'delivery', delivery: data };
      case 'DeadLetter':
        return { kind: 'dead-letter', letter: data };
      default:
        return undefined;
    }
  } catch (error) {
    // Somebody else's record on a shared Kafka is no reason to stop looking.
    if (error instanceof CodecError && !error.retriable) return undefined;
    throw error;
  }
}

function goneOf(topic: string, key: string): Sighting | undefined {
  if (topic === profilesTopic) return { kind: 'profile', key, profile: null };
  return topic === cardsTopic ? { kind: 'name', key, name: null } : undefined;
}

function alertOf(transition: AlertTransition, alert: AlertOpened, record: BusRecord): Sighting {
  return { kind: 'alert', transition, alert, writtenAtMs: record.timestampMs };
}

/**
 * True for what lies above everything seen of its customer on its topic: a crash repeats records.
 */
function createPositionFilter(): (sighting: Sighting) => boolean {
  const last = new Map<string, Position>();
  return (sighting) => {
    const found = placeOf(sighting);
    if (found === undefined) return true;
    const before = last.get(found.key);
    if (before !== undefined && !isAbove(found.position, before)) return false;
    last.set(found.key, found.position);
    return true;
  };
}

function placeOf(sighting: Sighting): { key: string; position: Position } | undefined {
  switch (sighting.kind) {
    case 'profile':
      return sighting.profile === null
        ? undefined
        : { key: `profile ${sighting.key}`, position: sighting.profile.position };
    case 'change': {
      const { tenantId, customerId, position } = sighting.change;
      return { key: `change ${tenantId}|${customerId}`, position };
    }
    case 'alert': {
      const { tenantId, customerId, position } = sighting.alert;
      return { key: `alert ${tenantId}|${customerId}`, position };
    }
    case 'name':
    case 'delivery':
    case 'dead-letter':
      return undefined;
  }
}

function isAbove(a: Position, b: Position): boolean {
  if (a.generation !== b.generation) return a.generation > b.generation;
  if (a.offset !== b.offset) return a.offset > b.offset;
  return a.index > b.index;
}
