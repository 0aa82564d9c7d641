import {
  type AlertOpened,
  type BatchCommand,
  type Codec,
  customerKey,
  type Decoded,
  type DeliveryRecorded,
  envelopeOf,
  positionOfId,
  type ResendCommand,
  TOPICS,
} from '@duewatch/contracts';
import { type BusRecord, type DeadLetterCause, unreadable } from '@duewatch/event-bus';
import type { RowOutcome, RowState } from './ledger/case.ts';
import type { Change } from './ledger/change-line.ts';
import type { LedgerEvent } from './ledger/ledger-event.ts';
import type { AlertNews, Transition } from './message/news.ts';
import type { DeadLetterReason, SkipReason } from './reasons.ts';
import { changeOf, isChange, isJoin, isKeyOf } from './translate-change.ts';

export type Translated =
  | { readonly kind: 'event'; readonly key: string; readonly event: LedgerEvent }
  | { readonly kind: 'skip'; readonly reason: SkipReason }
  | ({ readonly kind: 'dead-letter'; readonly reason: DeadLetterReason } & DeadLetterCause);

/**
 * The heaviest come first; a message shows no more, and a case is kept for as long as it is open.
 */
const REASONS_KEPT = 4;
/** What alerting tells by itself once this has ended, as it says in `suppressedReason`. */
const KEPT_BACK: ReadonlySet<string> = new Set(['snoozed', 'silenced', 'inhibited', 'cooldown']);

/** A record of any input topic in our own terms, or why it has none. Never throws. */
export function translate(record: BusRecord, codec: Codec): Translated {
  const { key, value } = record;
  if (key === null) return deadLetter('no_key', `a record of ${record.topic} has no key`);
  try {
    return value === null ? readTombstone(record.topic, key) : read(record, key, value, codec);
  } catch (error) {
    return unreadable(error);
  }
}

function read(record: BusRecord, key: string, value: Buffer, codec: Codec): Translated {
  const decoded = codec.decode(value);
  const news = newsIn(decoded, record.offset);
  if (news !== undefined) return newsEvent(key, news, { kind: 'news', news });
  if (isChange(decoded)) {
    const change = changeOf(decoded, { key, offset: record.offset });
    return changeEvent(key, change, { kind: 'change', change, isJoin: isJoin(decoded) });
  }
  switch (decoded.recordName) {
    case 'AlertAcknowledged': {
      const { position, previousPosition } = decoded.data;
      return { kind: 'event', key, event: { kind: 'silent', position, previousPosition } };
    }
    case 'CustomerCard': {
      const name = decoded.data.tradingName ?? decoded.data.legalName;
      return { kind: 'event', key, event: { kind: 'name', name } };
    }
    case 'CustomerNote':
      return { kind: 'skip', reason: 'note' };
    case 'DeliveryRecorded':
      return outcomeEvent(record, decoded.data);
    case 'BatchCommand':
      return batchEvent(decoded.data);
    case 'ResendCommand':
      return resendEvent(record, decoded.data, codec);
    default:
      return { kind: 'skip', reason: 'not_for_people' };
  }
}

/** It is about no customer of its partition. */
function batchEvent({ batchId, kind }: BatchCommand): Translated {
  if (kind === 'unknown') return { kind: 'skip', reason: 'not_for_people' };
  const event = { kind: 'batch', batch: { batchId, verdict: kind } } as const;
  return { kind: 'event', key: `~${batchId}`, event };
}

/** It is about the customer of the alert or change that it brings along. */
function resendEvent({ headers }: BusRecord, data: ResendCommand, codec: Codec): Translated {
  const { commandId: resendId, receiver: receiverId, by, at, alertOffset: offset } = data;
  const { partitionKey: key } = envelopeOf(headers);
  const decoded = codec.decode(data.alert);
  const news = newsIn(decoded, offset);
  if (news !== undefined) {
    const wish = { resendId, receiverId, by, news };
    return newsEvent(key, news, { kind: 'resend', at, wish });
  }
  if (!isChange(decoded)) return deadLetter('unreadable', 'what is to be sent is no alert');
  const change = changeOf(decoded, { key, offset });
  const wish = { resendId, receiverId, by, change };
  return changeEvent(key, change, { kind: 'change_resend', wish });
}

/** A command that was withdrawn, or a card; a note’s key names no customer of ours. */
function readTombstone(topic: string, key: string): Translated {
  if (topic === TOPICS.commands) return { kind: 'skip', reason: 'not_for_people' };
  const isCard = key.split('|').length === 2;
  if (!isCard) return { kind: 'skip', reason: 'note' };
  return { kind: 'event', key, event: { kind: 'name', name: null } };
}

function newsEvent(
  key: string,
  { tenantId, customerId }: AlertNews,
  event: Extract<LedgerEvent, { kind: 'news' | 'resend' }>,
): Translated {
  if (customerId !== null && customerKey(tenantId, customerId) !== key) {
    // Folding it would tell one customer's trouble under another's name.
    return deadLetter('key_mismatch', 'the key names another customer than the alert');
  }
  return { kind: 'event', key, event };
}

function changeEvent(
  key: string,
  change: Change,
  event: Extract<LedgerEvent, { kind: 'change' | 'change_resend' }>,
): Translated {
  if (isKeyOf(key, change)) return { kind: 'event', key, event };
  return deadLetter('key_mismatch', 'the key names another customer than the change');
}

/** The news in a record of an alert; all of them have one shape. */
function newsIn({ recordName, data }: Decoded, offset: number): AlertNews | undefined {
  switch (recordName) {
    case 'AlertOpened':
      return newsOf(data, 'opened', offset);
    case 'AlertEscalated':
      return newsOf(data, 'escalated', offset);
    case 'AlertResolved':
      return newsOf(data, 'resolved', offset);
    default:
      return undefined;
  }
}

function newsOf(data: AlertOpened, transition: Transition, offset: number): AlertNews {
  const { amountAtStakeMinor: amountMinor, currency } = data;
  const hasStake = amountMinor !== null && currency !== null;
  return {
    episodeId: data.alertId,
    transition,
    cause: data.causedBy.eventId,
    tenantId: data.tenantId,
    customerId: data.customerId,
    code: data.code,
    family: data.family,
    scope: data.scope ?? data.subject.ref,
    severity: data.severity,
    previousSeverity: data.previousSeverity,
    escalationCause: data.escalationCause,
    title: data.title,
    evidence: data.evidence,
    reasons: data.reasons.slice(0, REASONS_KEPT).map(({ text }) => text),
    stake: hasStake ? { amountMinor, currency } : null,
    currency,
    band: data.band,
    score: data.score,
    runbook: data.runbook,
    resolveReason: data.resolveReason,
    segment: data.segment,
    branchId: data.branchId,
    ownerId: data.ownerId,
    openedOn: data.openedOn,
    changedOn: data.changedOn,
    acceptedAt: data.acceptedAt,
    isSuppressed: data.suppressed,
    isKeptBack: KEPT_BACK.has(data.suppressedReason ?? ''),
    offset,
    position: data.position,
    previousPosition: data.previousPosition,
  };
}

/** Deliveries are keyed by episode; the customer whose row they end stands in their envelope. */
function outcomeEvent(record: BusRecord, data: DeliveryRecorded): Translated {
  const { transition, episodeId, receiver: receiverId, at, reason } = data;
  const { partitionKey: key } = envelopeOf(record.headers);
  if (transition === 'changed') {
    const { outcome, resendId } = data;
    const ended = { receiverId, at, reason, resendId, isFailed: outcome === 'failed' };
    const position = positionOfId(episodeId);
    return { kind: 'event', key, event: { kind: 'change_outcome', ...ended, position } };
  }
  const isRow = transition === 'opened' || transition === 'escalated' || transition === 'resolved';
  if (!isRow) return { kind: 'skip', reason: 'own_summary' };
  const outcome: RowOutcome = {
    id: data.deliveryId,
    receiverId,
    transition,
    cause: data.cause,
    state: stateOf(data.outcome),
    ...(data.acceptedAt === null ? {} : { acceptedAt: data.acceptedAt }),
    ...(data.batchId === null ? {} : { batchId: data.batchId }),
    ...(data.resendId === null ? {} : { resendId: data.resendId }),
  };
  return { kind: 'event', key, event: { kind: 'outcome', episodeId, at, outcome, reason } };
}

function stateOf(outcome: DeliveryRecorded['outcome']): Exclude<RowState, 'pending'> {
  return outcome === 'unknown' ? 'skipped' : outcome;
}

function deadLetter(reason: DeadLetterReason, detail: string): Translated {
  return { kind: 'dead-letter', reason, detail };
}
