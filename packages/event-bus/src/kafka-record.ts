import type { KafkaMessage } from 'kafkajs';
import type { BusRecord } from './ports.ts';
import { headersOf } from './record-headers.ts';

/**
 * A fetched record. Thousands of them wait at a time, and nearly all are asked for their headers
 * once: read anew each time, these are garbage at once instead of ten objects that grow old. A copy
 * by spreading has none: name the fields instead.
 */
class FetchedRecord implements BusRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly key: string | null;
  readonly value: Buffer | null;
  readonly timestampMs: number;
  readonly #headers: unknown;

  constructor(topic: string, partition: number, message: KafkaMessage) {
    this.topic = topic;
    this.partition = partition;
    this.offset = Number(message.offset);
    this.key = message.key === null ? null : message.key.toString();
    this.value = message.value;
    this.timestampMs = Number(message.timestamp);
    this.#headers = message.headers;
  }

  get headers(): Record<string, string> {
    return headersOf(this.#headers);
  }
}

/** Our record from the client's message; hot path. */
export function busRecord(topic: string, partition: number, message: KafkaMessage): BusRecord {
  return new FetchedRecord(topic, partition, message);
}
