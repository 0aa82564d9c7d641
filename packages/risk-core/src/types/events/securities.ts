import type { EpochDay } from '../units.ts';
import type { Stamped } from './stamped.ts';

export interface SecurityReceived extends Stamped {
  readonly kind: 'security.received';
  readonly securityId: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly effectiveOn: EpochDay;
  /** Last day on which it holds. */
  readonly validTo: EpochDay | null;
}

export interface SecurityExpired extends Stamped {
  readonly kind: 'security.expired';
  readonly securityId: string;
  /** First day on which it holds no more. */
  readonly effectiveOn: EpochDay;
}
