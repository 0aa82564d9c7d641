import {
  type Codec,
  type Condition,
  customerKey,
  headersOf,
  type Position,
  type ProfileUpdated,
  placeId,
} from '@duewatch/contracts';
import type { OutgoingRecord } from '@duewatch/event-bus';

/** A condition as it is on `risk.profiles`; `onset` is the offset of the event that began it. */
export function wireCondition(
  code: string,
  severity: Condition['severity'],
  rest: Partial<Condition> & { readonly onset?: number } = {},
): Condition {
  const { onset = 1, ...fields } = rest;
  return {
    code,
    scope: null,
    severity,
    since: 20_500,
    onsetPosition: at(onset),
    pendingUntil: null,
    evidence: [{ field: 'oldestCleanDays', value: 31, threshold: 30, unit: 'days', text: null }],
    ...fields,
  };
}

/** Position of an output of scoring. */
export function at(offset: number): Position {
  return { generation: 0, offset, index: 0 };
}

/** A customer's profile in a quiet month, changed as the test says. */
export function wireProfile(
  customerId: string,
  offset: number,
  conditions: readonly Condition[],
  rest: Partial<ProfileUpdated> = {},
): ProfileUpdated {
  return {
    ...QUIET,
    customerId,
    position: at(offset),
    conditions,
    conditionCounts: Object.fromEntries(conditions.map(({ code }) => [code, 1])),
    causedBy: { eventId: `E-${offset}`, source: '/erp', type: 'io.duewatch.ar.invoice.issued' },
    ...rest,
  };
}

/** The profile as scoring publishes it. */
export function profileRecord(codec: Codec, data: ProfileUpdated): OutgoingRecord {
  const { tenantId, customerId, position } = data;
  const headers = headersOf({
    id: placeId(customerKey(tenantId, customerId), position),
    source: '/duewatch/scoring',
    type: 'io.duewatch.risk.profile_updated',
    subject: customerId,
    time: 1_770_000_000_000,
    tenantId,
    partitionKey: customerKey(tenantId, customerId),
    recordedTime: data.acceptedAt,
    calendarId: data.calendarId,
    suppressed: data.suppressed,
    correlationId: 'corr-1',
    causationId: data.causedBy.eventId,
    traceparent: null,
    sourceVersion: 0,
  });
  const value = codec.encode('ProfileUpdated', data);
  return { topic: 'risk.profiles', key: customerKey(tenantId, customerId), value, headers };
}

/** The record that ends an erased customer's line on the compacted topic. */
export function tombstone(codec: Codec, customerId: string, offset: number): OutgoingRecord {
  return { ...profileRecord(codec, wireProfile(customerId, offset, [])), value: null };
}

const QUIET: ProfileUpdated = {
  tenantId: 'acme',
  customerId: '',
  calendarId: 'sample',
  asOf: 20_535,
  position: at(0),
  previousPosition: null,
  policyVersion: 'default@1',
  modelVersion: '1',
  customerKind: 'legal_entity',
  country: 'FR',
  sectorCode: null,
  segment: 'key',
  branchId: 'lyon',
  ownerId: 'rep-1',
  collectorId: null,
  score: 270,
  band: 'C',
  computedBand: 'B',
  provisional: false,
  pinnedBand: null,
  promptnessIndex: null,
  baseCurrency: 'EUR',
  exposure: [],
  exposureMinor: 1_020_000,
  openMinor: 1_020_000,
  limitMinor: 1_000_000,
  limitCurrency: 'EUR',
  utilisationPpm: 1_020_000,
  ageing: [],
  cleanOverdueMinor: 800_000,
  cleanOverdue: [],
  disputedMinor: 0,
  unappliedMinor: 0,
  oldestCleanDays: 31,
  dbt30MilliDays: null,
  dbt90MilliDays: null,
  dbt365MilliDays: null,
  driftMilliDays: null,
  lateSharePpm: null,
  irregularityDays: null,
  cusumMilli: null,
  forecast: null,
  promiseKeptPpm: null,
  failedPayments90: 0,
  eclMinor: null,
  interestFixedMinor: null,
  interestRegime: null,
  dsoMilliDays: null,
  countbackDsoMilliDays: null,
  bestPossibleDsoMilliDays: null,
  collectionPriority: null,
  paymentSegment: null,
  eligible: null,
  ineligibleBy: [],
  eclPreset: null,
  interestMinor: null,
  defaultFlag: false,
  sicrFlag: true,
  features: [],
  reasons: [
    {
      code: 'E1',
      points: 80,
      text: 'oldest overdue item is 31 days old',
      customerText: null,
      refs: [],
    },
  ],
  conditions: [],
  conditionCounts: {},
  recommendations: [],
  treatment: 'firm',
  pauses: [],
  nextTransitionOn: null,
  nextReviewOn: null,
  nextContactOn: null,
  limitKind: null,
  insured: null,
  limitRequest: null,
  creditHold: null,
  dunningLevel: 0,
  parentId: null,
  survivorId: null,
  dataQuality: [],
  notes: [],
  suppressed: false,
  acceptedAt: 1_770_000_123_456,
  causedBy: { eventId: '', source: '', type: '' },
};
