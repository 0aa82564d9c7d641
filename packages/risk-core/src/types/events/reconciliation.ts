import type { EpochDay } from '../units.ts';
import type { Stamped } from './stamped.ts';

/** What the ledger itself says is open, to be held against what its events add up to. */
export interface LedgerReported extends Stamped {
  readonly kind: 'ledger.reported';
  readonly asOf: EpochDay;
  /** May be below zero, where a ledger nets cash and credits against items. */
  readonly reportedOpenMinor: number;
  readonly currency: string;
}
