import { hash } from 'node:crypto';
import {
  BROADCAST_KEY,
  type Codec,
  type Contact,
  type CustomerCard,
  type CustomerNote,
  customerKey,
  customerNoteKey,
  type Envelope,
  type EpochMs,
  entryOfRecord,
  headersOf,
  type RecordName,
  type Records,
} from '@duewatch/contracts';
import { type OutgoingRecord, partitionOf } from '@duewatch/event-bus';
import { fingerprintLength } from './dedupe-store.ts';
import type { CheckedEvent } from './steps/check-event.ts';

/** A record for `ar.customers`, or the wish that all of a customer's go. */
export type CustomerWrite =
  | { readonly kind: 'put'; readonly customer: string; readonly record: OutgoingRecord }
  | {
      readonly kind: 'erase';
      readonly customer: string;
      readonly partition: number;
      readonly headers: Readonly<Record<string, string>>;
    };

/** An event in the form in which it is written and recognised. */
export interface TranslatedEvent {
  /** Fingerprint of tenant, source and id. */
  readonly key: string;
  /** Fingerprint of everything that the source said, and of nothing that the door adds. */
  readonly content: string;
  /** Before the event itself: who reads the event must find the card. */
  readonly customers: readonly CustomerWrite[];
  readonly records: readonly OutgoingRecord[];
}

export interface Translate {
  event(event: CheckedEvent, recordedTime: EpochMs): TranslatedEvent;
  /** One record per partition. */
  broadcast<Name extends RecordName>(
    recordName: Name,
    data: Records[Name],
    envelope: Pick<Envelope, 'id' | 'time' | 'tenantId' | 'recordedTime' | 'calendarId'>,
  ): OutgoingRecord[];
}

/** The source of what the door itself says. */
export const doorSource = '/duewatch/ingest';

/** The only place where the door's JSON becomes records of the log, and personal fields part. */
export function createTranslate(options: {
  readonly codec: Codec;
  readonly partitions: number;
}): Translate {
  const { codec, partitions } = options;
  const allPartitions = Array.from({ length: partitions }, (_, partition) => partition);

  function broadcastRecords(topic: string, value: Buffer, envelope: Envelope): OutgoingRecord[] {
    const headers = headersOf(envelope);
    return allPartitions.map((partition) => {
      return { topic, partition, key: BROADCAST_KEY, value, headers };
    });
  }

  function eventRecords(event: CheckedEvent, body: Buffer, recordedTime: EpochMs) {
    const { entry } = event.kind;
    if (event.customerId === null) {
      const envelope = envelopeOf(event, null, recordedTime);
      return broadcastRecords(entry.topic, body, envelope);
    }
    const isMerge = entry.routing === 'both_customers';
    const { survivorId, retiredId } = event.data;
    const customers = isMerge ? [survivorId, retiredId] : [event.customerId];
    return customers.map((customerId): OutgoingRecord => {
      const envelope = envelopeOf(event, customerId as string, recordedTime);
      const headers = headersOf(envelope);
      return { topic: entry.topic, key: envelope.partitionKey, value: body, headers };
    });
  }

  function put(event: CheckedEvent, name: 'CustomerCard' | 'CustomerNote', recordedTime: EpochMs) {
    const { ceType, topic } = entryOfRecord(name);
    const data = name === 'CustomerCard' ? cardOf(event) : noteOf(event);
    const envelope = {
      ...envelopeOf(event, event.customerId, recordedTime),
      type: ceType,
      causationId: event.attributes.id,
    };
    const { id, source, partitionKey: customer } = envelope;
    const key = name === 'CustomerCard' ? customer : customerNoteKey(customer, source, id);
    // Named, because a note's own key would hash elsewhere: all of a customer's lie together.
    const partition = partitionOf(customer, partitions);
    const value = codec.encode(name, data as never);
    return {
      kind: 'put' as const,
      customer,
      record: { topic, partition, key, value, headers: headersOf(envelope) },
    };
  }

  function customerWrites(event: CheckedEvent, recordedTime: EpochMs): CustomerWrite[] {
    const { entry, shape } = event.kind;
    if (entry.recordName === 'CustomerErased') {
      const envelope = envelopeOf(event, event.customerId, recordedTime);
      const customer = envelope.partitionKey;
      const partition = partitionOf(customer, partitions);
      return [{ kind: 'erase', customer, partition, headers: headersOf(envelope) }];
    }
    const isGiven = ({ name }: { name: string }): boolean => isFilled(event.data[name]);
    const writes: CustomerWrite[] = [];
    if (shape.card.some(isGiven)) writes.push(put(event, 'CustomerCard', recordedTime));
    if (shape.texts.some(isGiven)) writes.push(put(event, 'CustomerNote', recordedTime));
    return writes;
  }

  return {
    event(event, recordedTime) {
      const body = codec.encode(event.kind.entry.recordName, event.data as never);
      const customers = customerWrites(event, recordedTime);
      const records = eventRecords(event, body, recordedTime);
      records.push(...onRecord(codec, event, recordedTime));
      return {
        key: identityOf(event),
        content: contentOf(event, body, customers),
        customers,
        records,
      };
    },
    broadcast(recordName, data, envelope) {
      const { ceType, topic } = entryOfRecord(recordName);
      return broadcastRecords(topic, codec.encode(recordName, data), {
        ...envelope,
        source: doorSource,
        type: ceType,
        subject: null,
        partitionKey: BROADCAST_KEY,
        suppressed: false,
        correlationId: null,
        causationId: null,
        traceparent: null,
        sourceVersion: 0,
      });
    },
  };
}

/** The envelope of an event as one customer, or everyone, gets it. */
export function envelopeOf(
  event: CheckedEvent,
  customerId: string | null,
  recordedTime: EpochMs,
): Envelope {
  const { attributes, tenantId, calendarId, kind } = event;
  const partitionKey = customerId === null ? BROADCAST_KEY : customerKey(tenantId, customerId);
  return {
    id: attributes.id,
    source: attributes.source,
    type: kind.entry.ceType,
    subject: customerId,
    time: attributes.time,
    tenantId,
    partitionKey,
    recordedTime,
    calendarId,
    suppressed: attributes.suppressed,
    correlationId: attributes.correlationId,
    causationId: attributes.causationId,
    traceparent: attributes.traceparent,
    sourceVersion: attributes.sourceVersion,
  };
}

/** A policy that is activated stands in the catalogue for people, under its version. */
function catalogued(codec: Codec, event: CheckedEvent, recordedTime: EpochMs): OutgoingRecord {
  const { ceType, topic } = entryOfRecord('PolicyPublished');
  const text = (name: string) => String(event.data[name]);
  const { tenantId } = event;
  const [policyId, version] = [text('policyId'), text('version')];
  const key = `${tenantId}|${policyId}@${version}`;
  const value = codec.encode('PolicyPublished', {
    tenantId,
    policyId,
    version,
    sha256: text('sha256'),
    document: text('document'),
    publishedAt: recordedTime,
    publishedBy: event.keyId,
  });
  const envelope = envelopeOf(event, null, recordedTime);
  const causationId = event.attributes.id;
  const headers = headersOf({ ...envelope, type: ceType, partitionKey: key, causationId });
  return { topic, key, value, headers };
}

/** Of the few events that are acts of people: the act, and a policy in the catalogue. */
function onRecord(codec: Codec, event: CheckedEvent, at: EpochMs): readonly OutgoingRecord[] {
  const { data, customerId } = event;
  switch (event.kind.entry.recordName) {
    case 'PolicyActivated': {
      const target = `${data['policyId']}@${data['version']}`;
      const act = acted(codec, event, { kind: 'policy.activate', target, at });
      return [catalogued(codec, event, at), act];
    }
    case 'CustomerErased':
      return [acted(codec, event, { kind: 'customer.erase', target: customerId ?? '', at })];
    default:
      return [];
  }
}

/** The act, and with whose key it was done. */
function acted(
  codec: Codec,
  event: CheckedEvent,
  act: { readonly kind: string; readonly target: string; readonly at: EpochMs },
): OutgoingRecord {
  const { ceType, topic } = entryOfRecord('OperatorAct');
  const { tenantId, keyId, attributes } = event;
  const key = `${tenantId}:${attributes.id}`.slice(0, 128);
  const value = codec.encode('OperatorAct', {
    ...act,
    actId: key,
    tenantId,
    by: `key:${keyId}`,
    detail: null,
  });
  const envelope = envelopeOf(event, null, act.at);
  const causationId = attributes.id;
  return {
    topic,
    key,
    value,
    headers: headersOf({ ...envelope, type: ceType, partitionKey: key, causationId }),
  };
}

/** Stamps are the event's own time: the same event gives the same bytes whenever it is sent. */
function cardOf({ data, tenantId, customerId, attributes }: CheckedEvent): CustomerCard {
  const text = (name: string) => (data[name] ?? null) as string | null;
  return {
    tenantId,
    customerId: customerId ?? '',
    legalName: text('legalName'),
    tradingName: text('tradingName'),
    registrationNo: text('registrationNo'),
    taxNo: text('taxNo'),
    address: text('address'),
    contacts: (data['contacts'] ?? []) as readonly Contact[],
    updatedAt: attributes.time,
  };
}

function noteOf(event: CheckedEvent): CustomerNote {
  const { data, attributes, kind } = event;
  return {
    tenantId: event.tenantId,
    customerId: event.customerId ?? '',
    eventId: attributes.id,
    eventSource: attributes.source,
    eventType: kind.entry.ceType,
    texts: kind.shape.texts
      .filter(({ name }) => isFilled(data[name]))
      .map(({ name }) => ({ field: name, text: data[name] as string })),
    writtenAt: attributes.time,
  };
}

function isFilled(value: unknown): boolean {
  return value !== null && value !== undefined && !(Array.isArray(value) && value.length === 0);
}

function identityOf({ tenantId, attributes }: CheckedEvent): string {
  // None of the three can hold a line break, so no two events read the same.
  const identity = `${tenantId}\n${attributes.source}\n${attributes.id}`;
  return hash('sha256', identity, 'base64url').slice(0, fingerprintLength);
}

function contentOf(
  { attributes, calendarId, kind }: CheckedEvent,
  body: Buffer,
  customers: readonly CustomerWrite[],
): string {
  const { time, suppressed, sourceVersion } = attributes;
  const said = [kind.entry.ceType, time, suppressed, sourceVersion, calendarId, latin1(body)];
  for (const write of customers) if (write.kind === 'put') said.push(latin1(write.record.value));
  // One call on one string: a hash object for each event would cost as much as encoding it.
  return hash('sha256', said.join('\n'), 'base64url').slice(0, fingerprintLength);
}

/** Every byte as one character, so that different bytes give different text. */
function latin1(bytes: Buffer | null): string {
  return bytes?.toString('latin1') ?? '';
}
