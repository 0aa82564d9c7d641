import { type Codec, deadLetterTopic, schemaIdOf } from '@duewatch/contracts';
import type { BusRecord } from '@duewatch/event-bus';
import type { PendingOutput } from '@duewatch/stream';

/** The record as it came, with why it could not be used and where it lies. */
export function deadLetterOf(
  codec: Codec,
  record: BusRecord,
  reason: string,
  detail: string,
): PendingOutput {
  const { topic, partition, offset, key, value, headers } = record;
  const body = codec.encode('DeadLetter', {
    consumer: 'alerting',
    topic,
    partition,
    offset,
    reason,
    detail: detail.slice(0, 500),
    schemaId: readSchemaId(value),
    key,
    value,
    headers,
    // Of the record, not of the clock: a chunk that is folded again writes the same letter.
    recordedAt: record.timestampMs,
  });
  // The same partition number, so that letters lie beside what they are about.
  return {
    topic: deadLetterTopic('alerting'),
    partition,
    key,
    value: body,
    headers: { 'content-type': 'application/avro' },
  };
}

function readSchemaId(value: Buffer | null): number | null {
  try {
    return value === null ? null : schemaIdOf(value);
  } catch {
    return null;
  }
}
