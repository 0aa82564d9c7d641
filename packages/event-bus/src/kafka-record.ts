import type { KafkaMessage } from 'kafkajs';
import type { BusRecord } from './ports.ts';
import { headersOf } from './record-headers.ts';

/** Our record from the client's message; hot path. */
export function busRecord(topic: string, partition: number, message: KafkaMessage): BusRecord {
  return {
    topic,
    partition,
    offset: Number(message.offset),
    key: message.key === null ? null : message.key.toString(),
    value: message.value,
    headers: headersOf(message.headers),
    timestampMs: Number(message.timestamp),
  };
}
