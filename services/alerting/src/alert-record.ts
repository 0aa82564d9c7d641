import type { AlertOpened, Evidence as WireEvidence } from '@duewatch/contracts';
import { customerKey, entryOfRecord, headersOf } from '@duewatch/contracts';
import type { Position } from '@duewatch/stream';
import { amountAtStake } from './amount-at-stake.ts';
import type { Announcement } from './announcements.ts';
import { describeCode, runbookOf } from './catalogue.ts';
import type { LastProfile } from './customer-state.ts';
import type { Transition } from './episode.ts';
import type { ErasureView, ProfileView } from './profile-view.ts';

/** The record that says a transition; all of them have one shape. */
export type AlertRecordName = 'AlertOpened' | 'AlertEscalated' | 'AlertResolved';

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

const RECORD_OF: Readonly<Record<Exclude<Transition['kind'], 'eased'>, AlertRecordName>> = {
  opened: 'AlertOpened',
  escalated: 'AlertEscalated',
  resolved: 'AlertResolved',
};

/** The record and headers of an announcement, or null for what is not written anywhere. */
export function alertRecordOf(
  { transition, verdict }: Announcement,
  view: ProfileView | ErasureView,
  last: LastProfile,
  place: Place,
): AlertRecord | null {
  if (transition.kind === 'eased' || verdict.kind === 'silent') return null;
  const recordName = RECORD_OF[transition.kind];
  const { tenantId, customerId, acceptedAt, trace } = view;
  const { generation, offset, index } = place.position;
  const suppressed = verdict.kind === 'record';
  const headers = headersOf({
    // The place names the record for good: publishing it again after a crash repeats the id.
    id: `${transition.episode.episodeId}:${generation}.${offset}.${index}`,
    source: '/duewatch/alerting',
    type: entryOfRecord(recordName).ceType,
    subject: customerId,
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
  const data = { ...episodePart(transition, last), ...viewPart(transition, view), ...place };
  return { recordName, headers, data: { ...data, ...last.versions, suppressed } };
}

/** What the episode itself says. */
function episodePart(transition: Transition, last: LastProfile) {
  const { episode, kind } = transition;
  return {
    alertId: episode.episodeId,
    dedupKey: episode.dedupKey,
    calendarId: last.calendarId,
    code: episode.code,
    family: episode.family,
    scope: episode.scope,
    severity: episode.severity,
    previousSeverity: kind === 'escalated' || kind === 'eased' ? transition.from : null,
    title: describeCode(episode.code).title,
    evidence: kind === 'resolved' ? closingEvidence(transition, last) : episode.evidence,
    openedOn: episode.openedOn,
    openedAt: episode.openedAt,
    changedOn: last.asOf,
    occurrences: episode.occurrences,
    runbook: runbookOf(episode.code),
    resolveReason: kind === 'resolved' ? transition.reason : null,
    acknowledgedBy: null,
    snoozedUntil: null,
  };
}

/** What the customer's profile adds; an erased customer has none. */
function viewPart({ episode }: Transition, view: ProfileView | ErasureView) {
  const { tenantId, customerId, acceptedAt, causedBy } = view;
  const standing = view.kind === 'profile' ? view.standing : null;
  const stake = standing === null ? null : amountAtStake(episode.code, standing);
  return {
    tenantId,
    customerId,
    subject: { kind: 'customer' as const, tenantId, customerId, ref: null },
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
