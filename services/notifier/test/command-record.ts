import { type Codec, entryOfRecord, headersOf, type Records } from '@duewatch/contracts';
import type { OutgoingRecord } from '@duewatch/event-bus';

/** A person's wish, as the command line writes it, but for its partition. */
export function commandRecord<Name extends 'BatchCommand' | 'ResendCommand'>(
  codec: Codec,
  name: Name,
  data: Records[Name],
  partitionKey: string = data.commandId,
): OutgoingRecord {
  const { commandId: id, tenantId, at } = data;
  const headers = headersOf({
    ...{ id, source: '/duewatch/cli', type: entryOfRecord(name).ceType, subject: null },
    ...{ time: at, tenantId, partitionKey, recordedTime: at, calendarId: 'none' },
    ...{ suppressed: false, correlationId: null, causationId: null, traceparent: null },
    sourceVersion: 0,
  });
  return { topic: 'risk.commands', key: id, value: codec.encode(name, data), headers };
}
