import type {
  Codec,
  Envelope,
  FeedStatusUpdated,
  ProfileUpdated,
  Condition as WireCondition,
} from '@duewatch/contracts';
import { customerKey, envelopeOf, positionOfId } from '@duewatch/contracts';
import { type BusRecord, type DeadLetterCause, unreadable } from '@duewatch/event-bus';
import type { CommandView, SilenceView } from './command-view.ts';
import { feedSubject } from './feed-subject.ts';
import type {
  Condition,
  ErasureView,
  Evidence,
  ProfileView,
  Standing,
  Trace,
} from './profile-view.ts';
import type { DeadLetterReason, SkipReason } from './reasons.ts';

export type View = ProfileView | ErasureView | CommandView | SilenceView;

export type Translated =
  | { readonly kind: 'ok'; readonly view: View }
  | { readonly kind: 'skip'; readonly reason: SkipReason }
  | ({ readonly kind: 'dead-letter'; readonly reason: DeadLetterReason } & DeadLetterCause);

/** A record of `risk.profiles` in our own terms, or why it cannot be. Never throws. */
export function translateProfile(record: BusRecord, codec: Codec): Translated {
  try {
    const view = record.value === null ? erasureOf(record) : profileOf(record, record.value, codec);
    if (customerKey(view.tenantId, view.customerId) === record.key) return { kind: 'ok', view };
    // Folding it would write one customer's worries into another's state.
    return deadLetter('key_mismatch', 'the key names another customer than the profile');
  } catch (error) {
    if (error instanceof WrongRecordError) return deadLetter('unknown_type', error.message);
    return unreadable(error);
  }
}

/** What cannot be understood, with the reason and what was found. */
export function deadLetter(reason: DeadLetterReason, detail: string): Translated {
  return { kind: 'dead-letter', reason, detail };
}

/** A body of another record than the topic is for. */
class WrongRecordError extends Error {}

function profileOf(record: BusRecord, value: Buffer, codec: Codec): ProfileView {
  const envelope = envelopeOf(record.headers);
  const decoded = codec.decode(value);
  if (decoded.recordName === 'FeedStatusUpdated') return feedOf(decoded.data, envelope);
  if (decoded.recordName !== 'ProfileUpdated') {
    throw new WrongRecordError(`${record.topic} holds profiles, this is a ${decoded.recordName}`);
  }
  const { data } = decoded;
  return {
    kind: 'profile',
    tenantId: data.tenantId,
    customerId: data.customerId,
    calendarId: data.calendarId,
    asOf: data.asOf,
    position: data.position,
    previousPosition: data.previousPosition,
    conditions: data.conditions.map((condition) => conditionOf(condition, data.baseCurrency)),
    holding: new Map(Object.entries(data.conditionCounts)),
    standing: standingOf(data),
    versions: { policyVersion: data.policyVersion, modelVersion: data.modelVersion },
    isSuppressed: data.suppressed || envelope.suppressed,
    acceptedAt: data.acceptedAt,
    causedBy: data.causedBy,
    trace: traceOf(envelope),
  };
}

/** A feed has one worry, and nothing of a customer's standing. */
function feedOf(data: FeedStatusUpdated, envelope: Envelope): ProfileView {
  const { tenantId, source, asOf, position, previousPosition, isSilent, silentHours } = data;
  const silence: Condition = {
    ...{ code: 'FEED_SILENT', scope: source, severity: 'error', since: asOf, onset: position },
    isPending: false,
    evidence: [
      { field: 'silentHours', value: silentHours, threshold: null, unit: 'hours', text: null },
    ],
  };
  return {
    ...{ kind: 'profile', tenantId, customerId: feedSubject(source), asOf, position },
    ...{ previousPosition, holding: new Map(), standing: null },
    calendarId: data.calendarId ?? 'default',
    conditions: isSilent ? [silence] : [],
    versions: { policyVersion: data.policyVersion, modelVersion: data.modelVersion },
    isSuppressed: data.suppressed || envelope.suppressed,
    acceptedAt: data.acceptedAt,
    causedBy: data.causedBy,
    trace: traceOf(envelope),
  };
}

function conditionOf(condition: WireCondition, baseCurrency: string): Condition {
  const { code, scope, severity, since, onsetPosition, pendingUntil } = condition;
  const isPending = pendingUntil !== null;
  const evidence = condition.evidence.map((fact) => evidenceOf(fact, baseCurrency));
  return { code, scope, severity, since, onset: onsetPosition, isPending, evidence };
}

/**
 * An alert is read by people who have no profile beside it, so amounts name their currency: that
 * of the profile, or the one that stands beside the amount when it is another (a limit's).
 */
function evidenceOf(fact: Evidence, baseCurrency: string): Evidence {
  if (fact.unit !== 'minor') return fact;
  const { text } = fact;
  if (text === null || !/^[A-Z]{3}$/.test(text)) return { ...fact, unit: baseCurrency };
  return { ...fact, unit: text, text: null };
}

function standingOf(data: ProfileUpdated): Standing {
  return {
    band: data.band,
    score: data.score,
    reasons: data.reasons,
    currency: data.baseCurrency,
    cleanOverdueMinor: data.cleanOverdueMinor,
    exposureMinor: data.exposureMinor,
    limitMinor: data.limitMinor,
    limitCurrency: data.limitCurrency,
    segment: data.segment,
    branchId: data.branchId,
    ownerId: data.ownerId,
    collectorId: data.collectorId,
  };
}

export function traceOf({ id, time, correlationId, traceparent }: Envelope): Trace {
  return { recordId: id, happenedAt: time, correlationId, traceparent };
}

/** A tombstone has no body: everything it says is in its key and headers. */
function erasureOf(record: BusRecord): ErasureView {
  const envelope = envelopeOf(record.headers);
  return {
    kind: 'erasure',
    position: positionOfId(envelope.id),
    standing: null,
    tenantId: envelope.tenantId,
    customerId: envelope.subject ?? '',
    acceptedAt: envelope.recordedTime,
    causedBy: {
      eventId: envelope.causationId ?? envelope.id,
      source: envelope.source,
      type: 'io.duewatch.ar.customer.erased',
    },
    trace: traceOf(envelope),
  };
}
