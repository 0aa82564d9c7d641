import { epochMsOf, isoInstantOf } from './date.ts';
import type { EpochMs } from './units.ts';

/** What is known of a message without opening its body: CloudEvents 1.0 and our extensions. */
export interface Envelope {
  /** Unique with `source`. */
  readonly id: string;
  readonly source: string;
  readonly type: string;
  /** The customer's id; null on broadcasts. */
  readonly subject: string | null;
  /** When it happened in the business. */
  readonly time: EpochMs;
  readonly tenantId: string;
  /** `tenant|customer`, or `~broadcast`. */
  readonly partitionKey: string;
  /** When the door accepted it. Outputs carry that of the event that caused them. */
  readonly recordedTime: EpochMs;
  readonly calendarId: string | null;
  /** History, rebuild or release: outputs caused by it reach topics, never people. */
  readonly suppressed: boolean;
  readonly correlationId: string | null;
  readonly causationId: string | null;
  readonly traceparent: string | null;
  /** Version of the entity in its source system; 0 when the source has none. */
  readonly sourceVersion: number;
}

/** Kafka headers as text. */
export type Headers = Readonly<Record<string, string>>;

/** Key of records that are written once to every partition. */
export const BROADCAST_KEY = '~broadcast';

/** Stands where a tenant is asked for: a live calendar belongs to the deployment. */
export const DEPLOYMENT_TENANT = 'duewatch';

/** Key of everything that belongs to one customer. */
export function customerKey(tenantId: string, customerId: string): string {
  return `${tenantId}|${customerId}`;
}

/**
 * Key of the note that came with an event. `ar.customers` is compacted, so a note under the
 * customer's own key would wipe out the card. It goes to the partition of the customer's key;
 * erasing a customer means a tombstone for its key and for every key that starts with it and `|`.
 */
export function customerNoteKey(key: string, source: string, eventId: string): string {
  return `${key}|${source}|${eventId}`;
}

/** Headers that are missing or wrong. Such a record is poison: reading it again changes nothing. */
export class EnvelopeError extends Error {
  readonly code: 'missing_header' | 'bad_header';
  readonly retriable = false;
  readonly header: string;

  constructor(code: EnvelopeError['code'], header: string, message: string) {
    super(message);
    this.name = 'EnvelopeError';
    this.code = code;
    this.header = header;
  }
}

/** Kafka headers of a message, CloudEvents binary mode. */
export function headersOf(envelope: Envelope): Record<string, string> {
  const headers: Record<string, string> = {
    ce_specversion: '1.0',
    ce_id: envelope.id,
    ce_source: envelope.source,
    ce_type: envelope.type,
    ce_time: isoInstantOf(envelope.time),
    ce_tenantid: envelope.tenantId,
    ce_partitionkey: envelope.partitionKey,
    ce_recordedtime: String(envelope.recordedTime),
    'content-type': 'application/avro',
  };
  if (envelope.subject !== null) headers['ce_subject'] = envelope.subject;
  if (envelope.calendarId !== null) headers['ce_calendarid'] = envelope.calendarId;
  if (envelope.suppressed) headers['ce_suppressed'] = 'true';
  if (envelope.correlationId !== null) headers['ce_correlationid'] = envelope.correlationId;
  if (envelope.causationId !== null) headers['ce_causationid'] = envelope.causationId;
  if (envelope.traceparent !== null) headers['ce_traceparent'] = envelope.traceparent;
  if (envelope.sourceVersion !== 0) headers['ce_sourceversion'] = String(envelope.sourceVersion);
  return headers;
}

/** The envelope in Kafka headers. Throws an `EnvelopeError` when one is missing or wrong. */
export function envelopeOf(headers: Headers): Envelope {
  const specVersion = required(headers, 'ce_specversion');
  if (specVersion !== '1.0') throw bad('ce_specversion', specVersion, 'be 1.0');
  return {
    id: required(headers, 'ce_id'),
    source: required(headers, 'ce_source'),
    type: required(headers, 'ce_type'),
    subject: headers['ce_subject'] ?? null,
    time: instant(required(headers, 'ce_time')),
    tenantId: required(headers, 'ce_tenantid'),
    partitionKey: required(headers, 'ce_partitionkey'),
    recordedTime: whole('ce_recordedtime', required(headers, 'ce_recordedtime')),
    calendarId: headers['ce_calendarid'] ?? null,
    suppressed: headers['ce_suppressed'] === 'true',
    correlationId: headers['ce_correlationid'] ?? null,
    causationId: headers['ce_causationid'] ?? null,
    traceparent: headers['ce_traceparent'] ?? null,
    sourceVersion: whole('ce_sourceversion', headers['ce_sourceversion'] ?? '0'),
  };
}

function required(headers: Headers, name: string): string {
  const value = headers[name];
  if (value === undefined || value === '') {
    throw new EnvelopeError('missing_header', name, `the header ${name} is missing or empty`);
  }
  return value;
}

function instant(text: string): EpochMs {
  const value = epochMsOf(text);
  if (value === undefined) throw bad('ce_time', text, 'be an RFC 3339 instant');
  return value;
}

function whole(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0 || text.trim() !== text || text === '') {
    throw bad(name, text, 'be a whole number in decimal');
  }
  return value;
}

function bad(header: string, found: string, must: string): EnvelopeError {
  // Values come from outside: only a short part of them goes into messages and logs.
  const shown = JSON.stringify(found.slice(0, 40));
  return new EnvelopeError('bad_header', header, `the header ${header} must ${must}, not ${shown}`);
}
