import { type EpochDay, entryOfType, isoInstantOf } from '@duewatch/contracts';

/** A CloudEvent in structured JSON, as the door takes it and as a story file holds it. */
export interface CloudEventJson {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: string;
  /** The customer; absent where the event is about all of them. */
  readonly subject?: string;
  readonly time: string;
  readonly [extension: string]: unknown;
  readonly data: Readonly<Record<string, unknown>>;
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** Made-up events say which minute of a business day they happened in, UTC. */
export function instantOf(day: EpochDay, minute: number): string {
  return isoInstantOf(day * DAY_MS + minute * MINUTE_MS);
}

/** True where every customer is meant, so that all that came before must be in the log first. */
export function isBarrier(event: CloudEventJson): boolean {
  return entryOfType(event.type)?.routing === 'broadcast';
}

/** True for the start of a business day. */
export function isTick(event: CloudEventJson): boolean {
  return event.type === 'io.duewatch.ar.clock.business_day_started';
}
