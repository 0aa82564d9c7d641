import type { AlertOpened, Evidence as WireEvidence } from '@duewatch/contracts';
import { customerKey, entryOfRecord, headersOf } from '@duewatch/contracts';
import type { Position } from '@duewatch/stream';
import { amountAtStake } from './amount-at-stake.ts';
import type { Announcement } from './announcements.ts';
import { describeCode, runbookOf } from './catalogue.ts';
import type { LastProfile } from './customer-state.ts';
import type { Transition } from './episode.ts';
import { feedOfSubject } from './feed-subject.ts';
import type { Cause, Standing, Trace } from './profile-view.ts';
import type { EscalationCause } from './reasons.ts';
import type { Severity } from './severity.ts';

/** The record that says a transition; all of them have one shape. */
export type AlertRecordName =
  | 'AlertOpened'
  | 'AlertEscalated'
  | 'AlertResolved'
  | 'AlertAcknowledged';

/** Whom a record is about, and what brought it about: a profile, a command or the clock. */
export interface Occasion {
  readonly tenantId: string;
  readonly customerId: string;
  readonly acceptedAt: number;
  readonly causedBy: Cause;
  readonly trace: Trace;
  /** Null for an erased customer. */
  readonly standing: Standing | null;
}

export interface AlertRecord {
  readonly recordName: AlertRecordName;
  readonly data: AlertOpened;
  readonly headers: Record<string, string>;
}

/** Where the record stands in its customer's alerts. */
export interface Place {
  readonly position: Position;
  readonly previousPosition: Position | null;
}

function recordNameOf(transition: Transition): AlertRecordName | null {
  switch (transition.kind) {
    case 'eased':
      return null;
    case 'opened':
      return 'AlertOpened';
    case 'escalated':
    case 'reminded':
      return 'AlertEscalated';
    case 'retold':
      return transition.heard === null ? 'AlertOpened' : 'AlertEscalated';
    case 'attended':
      return 'AlertAcknowledged';
    case 'resolved':
      return 'AlertResolved';
  }
}

/** From what to what, and why once more: only an escalation says these. */
function riseOf(transition: Transition): {
  readonly previousSeverity: Severity | null;
  readonly escalationCause: EscalationCause | null;
} {
  const { kind, episode } = transition;
  if (kind === 'escalated') {
    return { previousSeverity: transition.from, escalationCause: 'severity' };
  }
  if (kind === 'reminded') {
    return { previousSeverity: episode.severity, escalationCause: 'unacknowledged' };
  }
  if (kind === 'retold') {
    return { previousSeverity: transition.heard, escalationCause: 'mute_ended' };
  }
  return { previousSeverity: null, escalationCause: null };
}

/** The record and headers of an announcement, or null for what is not written anywhere. */
export function alertRecordOf(
  { transition, verdict }: Announcement,
  occasion: Occasion,
  last: LastProfile,
  place: Place,
): AlertRecord | null {
  const recordName = recordNameOf(transition);
  if (recordName === null || verdict.kind === 'silent') return null;
  const { tenantId, customerId, acceptedAt, trace } = occasion;
  const { generation, offset, index } = place.position;
  const suppressed = verdict.kind !== 'news';
  const headers = headersOf({
    // The place names the record for good: publishing it again after a crash repeats the id.
    id: `${transition.episode.episodeId}:${generation}.${offset}.${index}`,
    source: '/duewatch/alerting',
    type: entryOfRecord(recordName).ceType,
    subject: feedOfSubject(customerId) === null ? customerId : null,
    time: trace.happenedAt,
    tenantId,
    partitionKey: customerKey(tenantId, customerId),
    recordedTime: acceptedAt,
    calendarId: last.calendarId,
    suppressed,
    correlationId: trace.correlationId ?? trace.recordId,
    causationId: trace.recordId,
    traceparent: trace.traceparent,
    sourceVersion: 0,
  });
  const suppressedReason = suppressed ? verdict.reason : null;
  const data = { ...episodePart(transition, last), ...occasionPart(transition, occasion) };
  const frame = { ...place, ...last.versions, suppressed, suppressedReason };
  return { recordName, headers, data: { ...data, ...frame } };
}

/** What the episode itself says. */
function episodePart(transition: Transition, last: LastProfile) {
  const { episode, kind } = transition;
  const { acknowledged, snooze } = episode.attention;
  return {
    alertId: episode.episodeId,
    dedupKey: episode.dedupKey,
    calendarId: last.calendarId,
    code: episode.code,
    family: episode.family,
    scope: episode.scope,
    severity: episode.severity,
    ...riseOf(transition),
    title: describeCode(episode.code).title,
    evidence: kind === 'resolved' ? closingEvidence(transition, last) : episode.evidence,
    openedOn: episode.openedOn,
    openedAt: episode.openedAt,
    changedOn: last.asOf,
    occurrences: episode.occurrences,
    runbook: runbookOf(episode.code),
    resolveReason: kind === 'resolved' ? transition.reason : null,
    acknowledgedBy: acknowledged?.by ?? null,
    outcome: acknowledged?.outcome ?? null,
    snoozedUntil: snooze?.until ?? null,
  };
}

/** What the customer's profile adds; an erased customer has none. */
function occasionPart({ episode }: Transition, occasion: Occasion) {
  const { tenantId, customerId, acceptedAt, causedBy, standing } = occasion;
  const stake = standing === null ? null : amountAtStake(episode.code, standing);
  const feed = feedOfSubject(customerId);
  const whom = { tenantId, customerId: feed === null ? customerId : null };
  return {
    ...whom,
    subject: { kind: describeCode(episode.code).subject, ...whom, ref: feed },
    reasons: standing?.reasons ?? [],
    amountAtStakeMinor: stake?.amountMinor ?? null,
    currency: stake?.currency ?? null,
    band: standing?.band ?? null,
    score: standing?.score ?? null,
    segment: standing?.segment ?? null,
    branchId: standing?.branchId ?? null,
    ownerId: standing?.ownerId ?? null,
    collectorId: standing?.collectorId ?? null,
    causedBy,
    acceptedAt,
  };
}

/** A resolution shows the arithmetic that ended, how long it held and how bad it was. */
function closingEvidence({ episode }: Transition, { asOf }: LastProfile): readonly WireEvidence[] {
  const daysOpen = asOf - episode.openedOn;
  return [
    ...episode.evidence,
    { field: 'daysOpen', value: daysOpen, threshold: null, unit: 'days', text: null },
    { field: 'peakSeverity', value: null, threshold: null, unit: '', text: episode.peak },
  ];
}
