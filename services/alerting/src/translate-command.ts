import type {
  AlertCommand,
  Codec,
  Envelope,
  RecordName,
  SilenceCommand,
} from '@duewatch/contracts';
import { envelopeOf } from '@duewatch/contracts';
import { type BusRecord, unreadable } from '@duewatch/event-bus';
import type { CommandView, SilenceView, Wish } from './command-view.ts';
import type { Outcome } from './reasons.ts';
import type { Translated } from './translate.ts';
import { deadLetter, traceOf } from './translate.ts';

/** What is said of an alert by nobody in particular. */
const SOMEBODY = 'unknown';

/** What becomes of messages on their way to people is the notifier's business. */
const FOR_NOTIFIER: ReadonlySet<RecordName> = new Set(['BatchCommand', 'ResendCommand']);

/** A record of `risk.commands` in our own terms, or why it cannot be. Never throws. */
export function translateCommand(record: BusRecord, codec: Codec): Translated {
  const { value } = record;
  if (value === null) return { kind: 'skip', reason: 'unknown_command' };
  try {
    const envelope = envelopeOf(record.headers);
    const decoded = codec.decode(value);
    if (decoded.recordName === 'AlertCommand') return commandOf(decoded.data, envelope);
    if (decoded.recordName === 'SilenceCommand') return silenceOf(decoded.data);
    if (FOR_NOTIFIER.has(decoded.recordName)) return { kind: 'skip', reason: 'for_notifier' };
    return deadLetter('unknown_type', `${record.topic} holds commands, not ${decoded.recordName}`);
  } catch (error) {
    return unreadable(error);
  }
}

function commandOf(data: AlertCommand, envelope: Envelope): Translated {
  const wish = wishOf(data);
  const { tenantId, customerId, alertId, by, at, commandId } = data;
  if (wish === null || customerId === null) return { kind: 'skip', reason: 'unknown_command' };
  const view: CommandView = {
    kind: 'command',
    tenantId,
    customerId,
    episodeId: alertId,
    wish,
    by: by ?? SOMEBODY,
    acceptedAt: at,
    causedBy: { eventId: commandId, source: envelope.source, type: envelope.type },
    trace: traceOf(envelope),
  };
  return { kind: 'ok', view };
}

function wishOf({ kind, until, outcome }: AlertCommand): Wish | null {
  switch (kind) {
    case 'acknowledge':
      return { kind, outcome: outcomeOf(outcome) };
    case 'snooze':
      return { kind, until };
    case 'unacknowledge':
    case 'unsnooze':
      return { kind };
    default:
      return null;
  }
}

function outcomeOf(outcome: AlertCommand['outcome']): Outcome | null {
  return outcome === null || outcome === 'unknown' ? null : outcome;
}

function silenceOf(data: SilenceCommand): Translated {
  const { silenceId, tenantId, kind, by, reason, from, until } = data;
  if (kind === 'unknown') return { kind: 'skip', reason: 'unknown_command' };
  const { customerId, branchId, ownerId, segment, codes } = data;
  const matcher = { customerId, branchId, ownerId, segment, codes };
  const wanted = kind === 'silence' ? { matcher, by, reason, from, until } : null;
  const view: SilenceView = { kind: 'silence', tenantId, silenceId, wanted };
  return { kind: 'ok', view };
}
