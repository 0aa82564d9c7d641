import type {
  AgeingBucket,
  BucketSum,
  Channel,
  Condition,
  Pause,
  ProfileUpdated,
  Recommendation,
  RecommendationKind,
  RecordName,
  RiskChanged,
} from '@duewatch/contracts';
import {
  type Codec,
  type Envelope,
  entryOfRecord,
  headersOf,
  placeId,
  TOPICS,
} from '@duewatch/contracts';
import type {
  AdviceKind,
  Assessment,
  DecisionChange,
  Position,
  Profile,
} from '@duewatch/risk-core';
import type { RenderedOutput } from '@duewatch/stream';
import { lastPosition, setLastPosition } from './customer.ts';

/** What every output about a customer says of where it comes from. */
export interface OutputContext {
  readonly envelope: Envelope;
  readonly key: string;
  readonly tenantId: string;
  readonly customerId: string;
  readonly position: Position;
}

/** Renders `risk.profiles` and notes its position as the last that left. */
export function renderProfile(
  codec: Codec,
  profile: Profile,
  assessment: Assessment,
  context: OutputContext,
): RenderedOutput {
  const previousPosition = lastPosition(profile, TOPICS.profiles);
  setLastPosition(profile, TOPICS.profiles, context.position);
  const data = profileRecord(assessment, context, previousPosition);
  return {
    value: codec.encode('ProfileUpdated', data),
    headers: headers('ProfileUpdated', context),
  };
}

/** Renders the end of a customer on `risk.profiles`: compaction keeps nothing else of it. */
export function renderTombstone(context: OutputContext): RenderedOutput {
  return { value: null, headers: headers('ProfileUpdated', context) };
}

/** Renders `risk.changes` and notes its position as the last that left. */
export function renderChange(
  codec: Codec,
  profile: Profile,
  assessment: Assessment,
  change: DecisionChange,
  options: { readonly context: OutputContext; readonly isBaseline: boolean },
): RenderedOutput {
  const { context, isBaseline } = options;
  const previousPosition = lastPosition(profile, TOPICS.changes);
  setLastPosition(profile, TOPICS.changes, context.position);
  const data: RiskChanged = {
    ...changeRecord(assessment, change, context),
    previousPosition,
    kinds: isBaseline ? ['baseline', ...change.kinds] : change.kinds,
  };
  return { value: codec.encode('RiskChanged', data), headers: headers('RiskChanged', context) };
}

function profileRecord(
  assessment: Assessment,
  context: OutputContext,
  previousPosition: Position | null,
): ProfileUpdated {
  return { ...traced(context), previousPosition, ...profileFields(assessment, context) };
}

/** What is said of whom. */
type Subject = Pick<OutputContext, 'customerId' | 'position'>;

/** A profile without what tells where a record of it came from. */
export type ProfileFields = Omit<
  ProfileUpdated,
  keyof ReturnType<typeof traced> | 'previousPosition'
>;

/** What is told of a customer, as the wire has it. */
export function profileFields(assessment: Assessment, subject: Subject): ProfileFields {
  const { bands, master } = assessment;
  return {
    calendarId: assessment.calendarId,
    asOf: assessment.asOf,
    policyVersion: assessment.policyVersion,
    modelVersion: assessment.modelVersion,
    customerKind: master.customerKind,
    country: master.country,
    sectorCode: master.sectorCode,
    segment: master.segment,
    branchId: master.branchId,
    ownerId: master.ownerId,
    collectorId: master.collectorId,
    score: assessment.score,
    band: bands.shown,
    computedBand: bands.computed,
    provisional: assessment.provisional,
    pinnedBand: assessment.pinnedBand,
    promptnessIndex: assessment.promptnessIndex,
    baseCurrency: assessment.baseCurrency,
    exposure: assessment.exposure,
    exposureMinor: assessment.exposureMinor,
    openMinor: assessment.openMinor,
    limitMinor: assessment.limitMinor,
    limitCurrency: assessment.limitCurrency,
    utilisationPpm: assessment.utilisationPpm,
    ageing: assessment.ageing.map((sum) => bucketSum(sum)),
    cleanOverdueMinor: assessment.cleanOverdueMinor,
    cleanOverdue: cleanOverdueOf(assessment),
    disputedMinor: assessment.disputedMinor,
    unappliedMinor: assessment.unappliedMinor,
    oldestCleanDays: assessment.oldestCleanDays,
    dbt30MilliDays: assessment.dbt30MilliDays,
    dbt90MilliDays: assessment.dbt90MilliDays,
    dbt365MilliDays: assessment.dbt365MilliDays,
    driftMilliDays: assessment.driftMilliDays,
    lateSharePpm: assessment.lateSharePpm,
    irregularityDays: wholeDays(assessment.irregularityMilliDays),
    cusumMilli: assessment.cusumMilli,
    forecast: assessment.forecast,
    promiseKeptPpm: assessment.promiseKeptPpm,
    failedPayments90: assessment.failedPayments90,
    eclMinor: assessment.eclMinor,
    eclPreset: assessment.eclPreset,
    interestMinor: assessment.interest?.accruedMinor ?? null,
    interestFixedMinor: assessment.interest?.fixedMinor ?? null,
    interestRegime: assessment.interest?.regime ?? null,
    dsoMilliDays: assessment.dsoMilliDays,
    countbackDsoMilliDays: assessment.countbackDsoMilliDays,
    bestPossibleDsoMilliDays: assessment.bestPossibleDsoMilliDays,
    paymentSegment: assessment.paymentSegment,
    eligible: assessment.ineligibleBy.length === 0,
    ineligibleBy: assessment.ineligibleBy,
    collectionPriority: assessment.collectionPriority,
    defaultFlag: assessment.defaultFlag,
    sicrFlag: assessment.sicrFlag,
    features: assessment.features,
    reasons: assessment.reasons,
    conditions: assessment.conditions.map((condition) => conditionOf(condition, subject)),
    conditionCounts: countByCode(assessment),
    recommendations: assessment.recommendations.map((one) => adviceOf(one, subject)),
    treatment: assessment.treatment,
    pauses: assessment.pauses.map(pauseOf),
    nextTransitionOn: assessment.nextTransitionOn,
    ...relationOf(assessment, subject),
    dataQuality: assessment.dataQuality,
    notes: assessment.notes,
  };
}

/** What is agreed with the customer or known of it. */
function relationOf(assessment: Assessment, { customerId }: Subject) {
  const { limitRequest, survivorId } = assessment;
  return {
    nextReviewOn: assessment.nextReviewOn,
    nextContactOn: assessment.nextContactOn,
    limitKind: assessment.limitKind,
    insured: assessment.insured,
    limitRequest: limitRequest && {
      currency: limitRequest.currency,
      amountMinor: limitRequest.amountMinor,
    },
    creditHold: assessment.creditHold,
    dunningLevel: assessment.dunningLevel,
    parentId: assessment.parentId,
    // Both keys hear of a merge; the one that lives on was not merged into anything.
    survivorId: survivorId === customerId ? null : survivorId,
  };
}

function changeRecord(
  assessment: Assessment,
  change: DecisionChange,
  context: OutputContext,
): Omit<RiskChanged, 'kinds' | 'previousPosition'> {
  const { envelope, key, position } = context;
  const { causedBy, ...fields } = traced(context);
  const promise = assessment.pauses.find(({ kind }) => kind === 'promise');
  return {
    ...fields,
    changeId: placeId(key, position),
    calendarId: assessment.calendarId,
    policyVersion: assessment.policyVersion,
    modelVersion: assessment.modelVersion,
    fromBand: change.fromBand,
    toBand: change.toBand,
    direction: change.direction,
    score: assessment.score,
    previousScore: change.previousScore,
    trigger: causedBy,
    reasons: assessment.reasons,
    treatment: assessment.treatment,
    previousTreatment: change.previousTreatment,
    pauses: assessment.pauses.map(pauseOf),
    recommendations: assessment.recommendations.map((one) => adviceOf(one, context)),
    cleanOverdue: cleanOverdueOf(assessment),
    disputedMinor: assessment.disputedMinor,
    baseCurrency: assessment.baseCurrency,
    oldestCleanDays: assessment.oldestCleanDays,
    promiseOpenUntil: promise?.until ?? null,
    planActive: assessment.pauses.some(({ kind }) => kind === 'plan'),
    contactChannel: assessment.master.preferredChannel as Channel | null,
    parentId: assessment.parentId,
    effectiveOn: assessment.asOf,
    effectiveAt: envelope.time,
    validUntil: assessment.nextTransitionOn,
  };
}

/** Where an output comes from. */
export function traced({ envelope, tenantId, customerId, position }: OutputContext) {
  return {
    tenantId,
    customerId,
    position,
    suppressed: envelope.suppressed,
    acceptedAt: envelope.recordedTime,
    causedBy: { eventId: envelope.id, source: envelope.source, type: envelope.type },
  };
}

/** The headers of an output, whose id is its place in the log. */
export function headers(recordName: RecordName, context: OutputContext) {
  const { envelope, key, tenantId, customerId, position } = context;
  return headersOf({
    ...envelope,
    id: placeId(key, position),
    source: 'duewatch:scoring',
    type: entryOfRecord(recordName).ceType,
    subject: customerId,
    tenantId,
    partitionKey: key,
    causationId: envelope.id,
    correlationId: envelope.correlationId ?? envelope.id,
    sourceVersion: 0,
  });
}

function bucketSum(sum: { readonly bucket: AgeingBucket; readonly baseMinor: number }): BucketSum {
  return { ...sum, sums: [] };
}

function cleanOverdueOf({ cleanOverdueMinor, baseCurrency }: Assessment) {
  return cleanOverdueMinor === 0
    ? []
    : [{ currency: baseCurrency, amountMinor: cleanOverdueMinor }];
}

/** The answer to a request is about the limit, too. */
export function wireKindOf(kind: AdviceKind): RecommendationKind {
  return kind === 'limit_request' ? 'limit' : kind;
}

/** Within a tenant an id names a customer's advice; the model itself knows no customer ids. */
export function adviceIdOf(id: string, { customerId }: Subject): string {
  return `${customerId}:${id}`;
}

/** Advice as the wire has it. */
export function adviceOf(
  advice: Assessment['recommendations'][number],
  subject: Subject,
): Recommendation {
  const { id, kind, from, to, fromCode, toCode, sharePpm, reasons, needsHuman } = advice;
  return {
    recommendationId: adviceIdOf(id, subject),
    kind: wireKindOf(kind),
    fromMinor: from?.amountMinor ?? null,
    toMinor: to?.amountMinor ?? null,
    currency: to?.currency ?? from?.currency ?? null,
    fromCode,
    toCode,
    sharePpm,
    reasons,
    needsHuman,
    expiresOn: advice.expiresOn,
  };
}

/** What the dunning system pauses is its own word. */
function pauseOf(pause: Assessment['pauses'][number]): Pause {
  const { kind } = pause;
  return { ...pause, kind: kind === 'dunning' ? 'other' : kind };
}

/** The wire names the level that fired; alerting groups levels into families. */
function conditionOf(
  condition: Assessment['conditions'][number],
  { position }: Subject,
): Condition {
  const { level, scope, severity, since, onsetPosition, pendingUntil, evidence } = condition;
  return {
    code: level,
    scope,
    severity,
    since,
    onsetPosition: onsetPosition ?? position,
    pendingUntil,
    evidence,
  };
}

function countByCode({ conditions }: Assessment): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { level } of conditions) counts[level] = (counts[level] ?? 0) + 1;
  return counts;
}

function wholeDays(milliDays: number | null): number | null {
  return milliDays === null ? null : Math.round(milliDays / 1_000);
}
