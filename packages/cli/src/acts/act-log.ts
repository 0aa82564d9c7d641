import { randomUUID } from 'node:crypto';
import {
  type AlertCommand,
  type BatchCommand,
  entryOfRecord,
  headersOf,
  type OperatorAct,
  type SilenceCommand,
  TOPICS,
} from '@duewatch/contracts';
import type { OutgoingRecord } from '@duewatch/event-bus';
import { readRecords } from '../stack/read-records.ts';
import type { LogReader, StackConnection } from '../stack/with-stack.ts';

/** What people can do to the running system. */
export type ActKind =
  | `alert.${AlertCommand['kind']}`
  | `silence.${SilenceCommand['kind']}`
  | `batch.${BatchCommand['kind']}`
  | 'delivery.resend'
  | `dead_letter.${'replay' | 'drop'}`
  | `key.${'create' | 'retire'}`
  | 'state.rebuild'
  | `customer.erase${'' | '.refused'}`;

/** One thing that a person did; `tenantId` null when it concerns the whole deployment. */
export interface Act {
  readonly kind: ActKind;
  readonly tenantId: string | null;
  /** What it was done to: a letter, a key, an alert, a customer. */
  readonly target: string;
  readonly by: string;
  readonly detail: string | null;
}

/** Puts it on record. Acts that lose something come after their record, all others before. */
export async function recordAct(
  connection: Omit<StackConnection, 'stack'>,
  act: Act,
): Promise<void> {
  const producer = connection.bus.producer('acts');
  await producer.send([actRecord(connection, act)]);
  await producer.close();
}

/** Its record, for who writes many with one producer. */
export function actRecord(
  { codec, clock }: Pick<StackConnection, 'codec' | 'clock'>,
  act: Act,
): OutgoingRecord {
  const at = clock.now();
  const actId = randomUUID();
  const headers = headersOf({
    ...{ id: actId, source: '/duewatch/cli', type: entryOfRecord('OperatorAct').ceType },
    ...{ subject: null, time: at, tenantId: act.tenantId ?? 'none', partitionKey: actId },
    ...{ recordedTime: at, calendarId: null, suppressed: false, correlationId: null },
    ...{ causationId: null, traceparent: null, sourceVersion: 0 },
  });
  const value = codec.encode('OperatorAct', { actId, at, ...act });
  return { topic: TOPICS.acts, key: actId, value, headers };
}

/** All acts, in the order in which they were recorded. */
export async function readActs(connection: LogReader): Promise<readonly OperatorAct[]> {
  const acts: OperatorAct[] = [];
  await readRecords(connection, [TOPICS.acts], ({ recordName, data }) => {
    if (recordName === 'OperatorAct') acts.push(data);
  });
  return acts;
}
