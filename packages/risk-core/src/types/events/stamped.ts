import type { EpochMs } from '../units.ts';

/** What every event carries: two stamps that order the states of one entity. */
export interface Stamped {
  /** Version of the entity in its source system; 0 when the source has none. */
  readonly sourceVersion: number;
  /** When it happened in the business; orders the states of sources without versions. */
  readonly occurredAtMs: EpochMs;
}
