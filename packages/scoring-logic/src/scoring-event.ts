import {
  type Codec,
  customerKey,
  type Decoded,
  type Envelope,
  entryOfRecord,
  envelopeOf,
  TOPICS,
} from '@duewatch/contracts';
import { type BusRecord, unreadable } from '@duewatch/event-bus';
import type { DomainEvent } from '@duewatch/risk-core';
import type { Routed } from '@duewatch/stream';
import { translateEvent } from './translate.ts';

/** An input record as scoring folds it. */
export type ScoringEvent =
  | {
      readonly kind: 'customer';
      readonly envelope: Envelope;
      readonly customerId: string;
      readonly event: DomainEvent;
      /** All that is known of the customer must go. */
      readonly erases: boolean;
    }
  | { readonly kind: 'broadcast'; readonly envelope: Envelope; readonly decoded: Decoded };

/** Broadcasts that change what a fold sees; the others are kept in the log for later models. */
const MODELLED_BROADCASTS: ReadonlySet<string> = new Set([
  'ClockBusinessDayStarted',
  'ClockCalendarJoined',
  'FxRatesPublished',
  'FeedCompleted',
  'FeedWentSilent',
  'FeedResumed',
  'PolicyActivated',
  'MacroRiskUpdated',
]);

/** Decodes and routes a record of `ar.events`. What cannot be read is a dead letter. */
export function routeRecord(record: BusRecord, codec: Codec): Routed<ScoringEvent> {
  try {
    if (record.value === null) return deadLetter('unreadable', 'the record has no body');
    return routeDecoded(record, codec.decode(record.value), envelopeOf(record.headers));
  } catch (error) {
    return { routing: unreadable(error) };
  }
}

function routeDecoded(
  record: BusRecord,
  decoded: Decoded,
  envelope: Envelope,
): Routed<ScoringEvent> {
  const entry = entryOfRecord(decoded.recordName);
  if (entry.topic !== TOPICS.events) {
    return deadLetter('unknown_type', `${decoded.recordName} does not belong on ar.events`);
  }
  const customerId = customerOf(decoded);
  if (customerId === null) {
    if (!MODELLED_BROADCASTS.has(decoded.recordName)) {
      return { routing: { kind: 'skip', reason: 'not_modelled' } };
    }
    return { routing: { kind: 'broadcast' }, event: { kind: 'broadcast', envelope, decoded } };
  }
  const named = decoded.recordName === 'CustomerMerged' ? mergedOf(decoded.data) : [customerId];
  const own = named.find((id) => customerKey(envelope.tenantId, id) === record.key);
  const key = customerKey(envelope.tenantId, own ?? customerId);
  if (own === undefined) {
    // Folding it would write one customer's debts into another's profile.
    return deadLetter('key_mismatch', 'the key names another customer than the body');
  }
  const event = translateEvent(decoded, envelope);
  return {
    routing: { kind: 'keyed', key },
    event: {
      kind: 'customer',
      envelope,
      customerId: own,
      event,
      erases: decoded.recordName === 'CustomerErased',
    },
  };
}

/** Merges name two customers, and travel with the key of each. */
function mergedOf(data: { readonly survivorId: string; readonly retiredId: string }): string[] {
  return [data.survivorId, data.retiredId];
}

function customerOf({ data }: Decoded): string | null {
  if ('customerId' in data && data.customerId !== null) return data.customerId;
  return null;
}

function deadLetter(reason: string, detail: string): Routed<ScoringEvent> {
  return { routing: { kind: 'dead-letter', reason, detail } };
}
