import {
  type Codec,
  CodecError,
  type DeadLetterConsumer,
  deadLetterTopic,
  EnvelopeError,
  schemaIdOf,
} from '@duewatch/contracts';
import type { BusRecord, OutgoingRecord } from './ports.ts';

/** Longest explanation kept with a dead letter. */
const DETAIL_CHARACTERS = 500;
const STACK_CHARACTERS = 4_000;

/** Why a record cannot be used. */
export interface DeadLetterCause {
  readonly reason: string;
  readonly detail: string;
  /** Where that was found, when it was an error. */
  readonly stack?: string | undefined;
}

/** What to say of a record that `error` kept from being read; throws again any other error. */
export function unreadable(error: unknown) {
  if (!(error instanceof CodecError || error instanceof EnvelopeError)) throw error;
  const detail = `${error.code}: ${error.message}`;
  return { kind: 'dead-letter', reason: 'unreadable', detail, stack: error.stack } as const;
}

/** Makes dead letters: the record as it came, with why it could not be used and where it lies. */
export function createDeadLetters(codec: Codec, consumer: DeadLetterConsumer) {
  return (record: BusRecord, { reason, detail, stack }: DeadLetterCause): OutgoingRecord => {
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
      stack: stack?.slice(0, STACK_CHARACTERS) ?? null,
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
