import type { EpochDay } from '@duewatch/contracts';
import type { CloudEventJson } from '@duewatch/door-client';
import type { ImportMap } from './import-map.ts';
import type { ChangedRow } from './manifest.ts';

/** What the events of a run have in common. */
export interface LedgerEventOptions {
  readonly map: ImportMap;
  /** Days up to this one have been lived through by an earlier run. */
  readonly after: EpochDay | null;
  /** History reaches topics and never people; `--notify` sets this to false. */
  readonly suppressed: boolean;
}

const PREFIX = 'io.duewatch.ar';

/** Minutes of the day at which things are taken to happen. */
export const MIDNIGHT = 0;
export const MORNING = 7 * 60;
export const NOON = 12 * 60;

/** A ledger of this kind says when an invoice was settled, not by which payment. */
export function paymentIdOf(invoiceId: string, reversals: number): string {
  return reversals === 0 ? invoiceId : `${invoiceId}~${reversals}`;
}

/** What is particular to one event. */
export interface EventParts {
  readonly id: string;
  readonly type: string;
  readonly time: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** An event about the row’s customer. */
export function rowEvent(
  { invoice, version }: ChangedRow,
  options: LedgerEventOptions,
  parts: EventParts,
): CloudEventJson {
  const { customerId, legalEntityId } = invoice;
  const data = legalEntityId === null ? parts.data : { ...parts.data, legalEntityId };
  return { ...event(options, { ...parts, data }), subject: customerId, sourceversion: version };
}

/** An event of the ledger’s calendar. */
export function event({ map, suppressed }: LedgerEventOptions, parts: EventParts): CloudEventJson {
  const { id, type, time, data } = parts;
  const base = {
    specversion: '1.0',
    id,
    source: `/import/${map.source}`,
    type: `${PREFIX}.${type}`,
    time,
    calendarid: map.calendar.id,
    data,
  } as const;
  return suppressed ? { ...base, suppressed: true } : base;
}
