import {
  customerKey,
  type Decoded,
  entryOfRecord,
  placeId,
  type RecordNameOn,
  TOPICS,
} from '@duewatch/contracts';
import type { Change } from './ledger/change-line.ts';

type ChangeName = RecordNameOn<typeof TOPICS.changes>;
type DecodedChange = Extract<Decoded, { readonly recordName: ChangeName }>;

/** True of all that travels on `risk.changes`: changes, and the advice and facts beside them. */
export function isChange(one: Decoded): one is DecodedChange {
  return entryOfRecord(one.recordName).topic === TOPICS.changes;
}

/** A record of `risk.changes`, and where it lies, in our own terms. */
export function changeOf(
  { recordName, data }: DecodedChange,
  { key, offset }: { readonly key: string; readonly offset: number },
): Change {
  const { tenantId, position, acceptedAt } = data;
  return {
    id: placeId(key, position),
    recordName,
    data,
    tenantId,
    customerId: 'customerId' in data ? data.customerId : null,
    cause: ('trigger' in data ? data.trigger : data.causedBy).eventId,
    position,
    previousPosition: data.previousPosition,
    isSuppressed: data.suppressed,
    acceptedAt,
    offset,
  };
}

/** True when the customer's history has become the present. */
export function isJoin({ recordName, data }: DecodedChange): boolean {
  return recordName === 'RiskChanged' && data.kinds.includes('baseline') && !data.suppressed;
}

/** True when the key is that of the customer, or of a feed of the tenant. */
export function isKeyOf(key: string, { tenantId, customerId }: Change): boolean {
  if (customerId === null) return key.startsWith(`${tenantId}|`);
  return customerKey(tenantId, customerId) === key;
}
