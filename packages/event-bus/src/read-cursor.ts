import Batch from 'kafkajs/src/consumer/batch.js';
import { busRecord } from './kafka-record.ts';
import type { BusRecord } from './ports.ts';

/** Where reading stands in one topic partition. */
export interface ReadCursor {
  readonly topic: string;
  readonly partition: number;
  next: number;
  /** First offset that is not wanted. */
  readonly until: number;
  /** A fetch brought nothing although the log goes on: the next one asks for it alone. */
  isSuspect: boolean;
}

/** What a fetch brought of one partition, as kafkajs decodes it. */
export interface FetchedPartition {
  readonly partition: number;
  /** First offset that a reader may not see yet. */
  readonly lastStableOffset: string;
  readonly messages: readonly unknown[];
  readonly abortedTransactions?: readonly unknown[];
}

/** True while the cursor has something to read. */
export function isOpen(cursor: ReadCursor): boolean {
  return cursor.next < cursor.until;
}

/**
 * Moves the cursor on and answers the records that it passed. `isThrottled`: the broker held the
 * client back and sent nothing, which proves nothing.
 */
export function takeFetched(
  cursor: ReadCursor,
  fetched: FetchedPartition,
  isThrottled: boolean,
): readonly BusRecord[] {
  const { topic, partition, until } = cursor;
  const batch = new Batch(topic, String(cursor.next), fetched);
  if (batch.rawMessages.length > 0) {
    cursor.next = Number(batch.lastOffset()) + 1;
    cursor.isSuspect = false;
    return batch.messages
      .map((message) => busRecord(topic, partition, message))
      .filter(({ offset }) => offset < until);
  }
  const readable = Number(fetched.lastStableOffset);
  if (isThrottled || readable <= cursor.next) return [];
  // Others may have used up the bytes of the answer. When it brings nothing alone either, only
  // emptied batches are left: compaction took the records and kept the end.
  if (cursor.isSuspect) cursor.next = readable;
  cursor.isSuspect = !cursor.isSuspect;
  return [];
}
