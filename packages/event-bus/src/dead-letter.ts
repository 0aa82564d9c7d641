import {
  type Codec,
  type DeadLetterConsumer,
  deadLetterTopic,
  schemaIdOf,
} from '@duewatch/contracts';
import type { BusRecord, OutgoingRecord } from './ports.ts';

/** Longest explanation kept with a dead letter. */
const DETAIL_CHARACTERS = 500;

/** Makes dead letters: the record as it came, with why it could not be used and where it lies. */
export function createDeadLetters(codec: Codec, consumer: DeadLetterConsumer) {
  return (record: BusRecord, reason: string, detail: string): OutgoingRecord => {
    const { topic, partition, offset, key, value, headers } = record;
    const body = codec.encode('DeadLetter', {
      consumer,
      topic,
      partition,
      offset,
      reason,
      detail: detail.slice(0, DETAIL_CHARACTERS),
      schemaId: readSchemaId(value) ?? null,
      key,
      value,
      headers,
      // Of the record, not of the clock: a chunk that is folded again writes the same letter.
      recordedAt: record.timestampMs,
    });
    // The same partition number, so that letters lie beside what they are about.
    return { topic: deadLetterTopic(consumer), partition, key, value: body, headers: {} };
  };
}

/** Which schema a body claims to be written with; undefined when it claims none. */
export function readSchemaId(value: Buffer | null): number | undefined {
  try {
    return value === null ? undefined : schemaIdOf(value);
  } catch {
    return undefined;
  }
}
