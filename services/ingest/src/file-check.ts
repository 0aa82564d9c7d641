import {
  type CatalogueEntry,
  type Decoded,
  type Envelope,
  entryOfRecord,
} from '@duewatch/contracts';
import { deriveEventKinds } from './door/event-kinds.ts';
import type { Refusal } from './door/problem.ts';
import type { Caller } from './steps/authenticate-key.ts';
import { type CheckedEvent, createCheckEventStep } from './steps/check-event.ts';
import { readStructured } from './steps/read-events.ts';
import { envelopeOf } from './translate.ts';

/** An event as the log would hold it for one customer, or for all of them. */
export interface LoggedEvent {
  readonly entry: CatalogueEntry;
  /** Null on broadcasts. */
  readonly customerId: string | null;
  readonly envelope: Envelope;
  readonly decoded: Decoded;
}

export type FileOutcome =
  | { readonly kind: 'ok'; readonly events: readonly LoggedEvent[] }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** Whose events a file holds, where they do not say so themselves. */
export interface FileOwner {
  readonly tenantId: string;
  readonly calendarId: string;
}

/**
 * The checks of the door without the door: for files of events that are folded on the spot. Who
 * reads a file may say everything, also what only operators may tell the door.
 */
export function createFileCheck(owner: FileOwner): (body: unknown) => FileOutcome {
  const checkEvent = createCheckEventStep({
    kinds: deriveEventKinds(),
    calendars: { ofTenant: () => owner.calendarId, isLive: () => false },
    futureMsMax: 0,
  });
  const caller: Caller = {
    keyId: 'file',
    tenantId: owner.tenantId,
    has: () => true,
    mayUseCalendar: () => true,
  };
  return (body) => {
    const read = readStructured(body);
    // No calendar of a file is live, so the present does not matter.
    const checked = read.kind === 'ok' ? checkEvent(read.event, caller, 0) : read;
    if (checked.kind === 'refused') return { kind: 'refused', refusal: checked.refusal };
    return {
      kind: 'ok',
      events: customersOf(checked.value).map((id) => logged(checked.value, id)),
    };
  };
}

/** A merge is told to both of its customers. */
function customersOf({ kind, customerId, data }: CheckedEvent): readonly (string | null)[] {
  if (kind.entry.routing !== 'both_customers') return [customerId];
  return [data['survivorId'] as string, data['retiredId'] as string];
}

function logged(event: CheckedEvent, customerId: string | null): LoggedEvent {
  const { recordName } = event.kind.entry;
  return {
    entry: entryOfRecord(recordName),
    customerId,
    envelope: envelopeOf(event, customerId, event.attributes.time),
    decoded: { recordName, data: event.data } as unknown as Decoded,
  };
}
