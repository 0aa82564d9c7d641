import type { EpochDay } from '../units.ts';
import type { Stamped } from './stamped.ts';

export type KycStatus = 'pending' | 'passed' | 'failed' | 'expired' | 'unknown';

export interface KycStatusChanged extends Stamped {
  readonly kind: 'customer.kyc_status_changed';
  readonly status: KycStatus;
  /** Last day on which the check is good. */
  readonly expiresOn: EpochDay | null;
  readonly changedOn: EpochDay;
}

export interface SanctionsScreeningMatched extends Stamped {
  readonly kind: 'sanctions_screening.matched';
  readonly screeningId: string;
  readonly listCode: string;
  readonly matchStrengthPpm: number | null;
  readonly matchedOn: EpochDay;
}

export interface SanctionsScreeningCleared extends Stamped {
  readonly kind: 'sanctions_screening.cleared';
  readonly screeningId: string;
  readonly clearedOn: EpochDay;
}
