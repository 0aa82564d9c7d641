import {
  type AlertOpened,
  type Codec,
  customerKey,
  entryOfRecord,
  headersOf,
  placeId,
  type RecordName,
  type Records,
  type RiskChanged,
} from '@duewatch/contracts';
import type { OutgoingRecord } from '@duewatch/event-bus';
import { MARCH_5 } from './alert-news.ts';

type AlertRecordName = 'AlertOpened' | 'AlertEscalated' | 'AlertResolved';

/** What tests say of an alert; the rest is plausible. */
export type WireAlert = Partial<AlertOpened> & { readonly acceptedAt: number };

/** An alert of customer `c-1` of `acme`, position 1, as alerting writes it. */
export function wireAlert(change: WireAlert): AlertOpened {
  const customerId = change.customerId === undefined ? 'c-1' : change.customerId;
  return {
    alertId: `ep-${customerId}`,
    dedupKey: `dk-${customerId}`,
    tenantId: 'acme',
    customerId,
    subject: { kind: 'customer', tenantId: 'acme', customerId, ref: null },
    calendarId: 'sample',
    code: 'OVERDUE_30',
    family: 'OVERDUE',
    scope: null,
    severity: 'warning',
    previousSeverity: null,
    title: 'Overdue for more than 30 days',
    evidence: [{ field: 'oldestCleanDays', value: 34, threshold: 30, unit: 'days', text: null }],
    reasons: [
      {
        code: 'P1',
        points: 120,
        text: 'Oldest clean item is 34 days late',
        customerText: null,
        refs: [],
      },
    ],
    openedOn: MARCH_5,
    openedAt: change.acceptedAt,
    changedOn: MARCH_5,
    occurrences: 1,
    position: { generation: 0, offset: 1, index: 0 },
    previousPosition: null,
    amountAtStakeMinor: 1_234_560,
    currency: 'EUR',
    band: 'C',
    score: 412,
    segment: null,
    branchId: null,
    ownerId: null,
    collectorId: null,
    runbook: 'OVERDUE_30.md',
    resolveReason: null,
    acknowledgedBy: null,
    snoozedUntil: null,
    suppressedReason: null,
    escalationCause: null,
    outcome: null,
    causedBy: { eventId: 'tick-1', source: '/test', type: 'io.duewatch.ar.x' },
    suppressed: false,
    policyVersion: 'default@1',
    modelVersion: '1',
    ...change,
  };
}

/** Any message about a customer, under the customer's key. */
export function customerRecord<Name extends RecordName>(
  codec: Codec,
  recordName: Name,
  data: Records[Name],
  about: { readonly tenantId: string; readonly customerId: string | null; readonly at: number },
): OutgoingRecord {
  const { ceType, topic } = entryOfRecord(recordName);
  const key = customerKey(about.tenantId, about.customerId ?? '~feeds');
  const headers = headersOf({
    id: `${recordName}-${about.at}`,
    source: '/test',
    type: ceType,
    subject: about.customerId,
    time: about.at,
    tenantId: about.tenantId,
    partitionKey: key,
    recordedTime: about.at,
    calendarId: 'sample',
    suppressed: false,
    correlationId: null,
    causationId: null,
    traceparent: null,
    sourceVersion: 0,
  });
  return { topic, key, value: codec.encode(recordName, data), headers };
}

export function alertRecord(
  codec: Codec,
  recordName: AlertRecordName,
  alert: AlertOpened,
): OutgoingRecord {
  const { tenantId, customerId, acceptedAt } = alert;
  return customerRecord(codec, recordName, alert, { tenantId, customerId, at: acceptedAt });
}

/** A card that says nothing but what the customer is called. */
export function nameRecord(codec: Codec, customerId: string, legalName: string): OutgoingRecord {
  const card = {
    tenantId: 'acme',
    customerId,
    legalName,
    tradingName: null,
    registrationNo: null,
    taxNo: null,
    address: null,
    contacts: [],
    updatedAt: 1,
  };
  return customerRecord(codec, 'CustomerCard', card, { tenantId: 'acme', customerId, at: 1 });
}

/** The change that a customer's calendar is the live one from now on. */
export function joinRecord(codec: Codec, customerId: string, at: number): OutgoingRecord {
  const position = { generation: 0, offset: 50, index: 0 };
  return changeRecord(codec, { customerId, position, acceptedAt: at, kinds: ['baseline'] });
}

/** What tests say of a change; the rest is plausible. */
export type WireChange = Partial<RiskChanged> & Pick<RiskChanged, 'position' | 'acceptedAt'>;

/** A change of customer `c-1` of `acme`, as scoring writes it. */
export function changeRecord(codec: Codec, change: WireChange): OutgoingRecord {
  const { tenantId = 'acme', customerId = 'c-1', position, acceptedAt: at } = change;
  const data: RiskChanged = {
    changeId: placeId(customerKey(tenantId, customerId), position),
    tenantId,
    customerId,
    calendarId: 'sample',
    previousPosition: null,
    policyVersion: 'default@1',
    modelVersion: '1',
    kinds: ['band'],
    fromBand: null,
    toBand: 'C',
    direction: 'same',
    score: 412,
    previousScore: null,
    trigger: { eventId: 'join', source: '/test', type: 'io.duewatch.ar.clock.calendar_joined' },
    reasons: [],
    treatment: 'firm',
    previousTreatment: null,
    pauses: [],
    recommendations: [],
    cleanOverdue: [{ currency: 'EUR', amountMinor: 1_234_560 }],
    disputedMinor: 0,
    baseCurrency: 'EUR',
    oldestCleanDays: 34,
    promiseOpenUntil: null,
    planActive: false,
    contactChannel: null,
    parentId: null,
    effectiveOn: MARCH_5,
    effectiveAt: at,
    validUntil: null,
    suppressed: false,
    ...change,
  };
  const record = customerRecord(codec, 'RiskChanged', data, { tenantId, customerId, at });
  return { ...record, headers: { ...record.headers, ce_id: data.changeId } };
}
