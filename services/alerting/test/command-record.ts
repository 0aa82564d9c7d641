import {
  type AlertCommand,
  type Codec,
  customerKey,
  entryOfRecord,
  headersOf,
  type SilenceCommand,
} from '@duewatch/contracts';
import { type OutgoingRecord, partitionOf } from '@duewatch/event-bus';

const SAID_AT = 1_770_000_200_000;
const FAR = 4_000_000_000_000;

/** A wish about an alert, where its customer's profiles are. */
export function commandRecord(
  codec: Codec,
  partitions: number,
  wish: Pick<AlertCommand, 'alertId' | 'kind'> & Partial<AlertCommand>,
): OutgoingRecord {
  const data: AlertCommand = {
    commandId: `${wish.kind}-1`,
    tenantId: 'acme',
    customerId: 'C-1',
    until: null,
    by: 'mia',
    note: null,
    outcome: null,
    at: SAID_AT,
    ...wish,
  };
  const partition = partitionOf(customerKey(data.tenantId, data.customerId ?? ''), partitions);
  const headers = headersFor('AlertCommand', data.commandId);
  const value = codec.encode('AlertCommand', data);
  return { topic: 'risk.commands', partition, key: data.commandId, value, headers };
}

/** A silence over everything of the tenant, or its end, in every partition. */
export function silenceRecords(
  codec: Codec,
  partitions: number,
  kind: 'silence' | 'unsilence',
): OutgoingRecord[] {
  const data: SilenceCommand = {
    commandId: `${kind}-1`,
    silenceId: 'S-1',
    tenantId: 'acme',
    kind,
    customerId: null,
    branchId: null,
    ownerId: null,
    segment: null,
    codes: [],
    from: 0,
    until: FAR,
    reason: 'month end',
    by: 'mia',
    at: SAID_AT,
  };
  const headers = headersFor('SilenceCommand', data.commandId);
  const value = codec.encode('SilenceCommand', data);
  return Array.from({ length: partitions }, (_, partition) => ({
    topic: 'risk.commands',
    partition,
    key: data.commandId,
    value,
    headers,
  }));
}

function headersFor(recordName: 'AlertCommand' | 'SilenceCommand', id: string) {
  return headersOf({
    id,
    source: '/duewatch/cli',
    type: entryOfRecord(recordName).ceType,
    subject: null,
    time: SAID_AT,
    tenantId: 'acme',
    partitionKey: id,
    recordedTime: SAID_AT,
    calendarId: 'sample',
    suppressed: false,
    correlationId: null,
    causationId: null,
    traceparent: null,
    sourceVersion: 0,
  });
}
