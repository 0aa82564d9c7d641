import type { EpochDay } from '../units.ts';
import type { Stamped } from './stamped.ts';

export type CustomerKind = 'legal_entity' | 'sole_trader' | 'public_body' | 'unknown';

/** Codes of the customer that outputs carry along; null leaves what is known unchanged. */
export interface MasterData {
  readonly customerKind: CustomerKind | null;
  readonly country: string | null;
  readonly sectorCode: string | null;
  readonly segment: string | null;
  readonly branchId: string | null;
  readonly ownerId: string | null;
  readonly collectorId: string | null;
  readonly preferredChannel: string | null;
  readonly onboardedOn: EpochDay | null;
}

export interface CustomerDescribed extends Stamped, MasterData {
  readonly kind: 'customer.registered' | 'customer.updated';
}
