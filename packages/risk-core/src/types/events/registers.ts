import type { EpochDay } from '../units.ts';
import type { Stamped } from './stamped.ts';

/** A court or tax office made a debt of the customer public, or an asset was charged to someone. */
export interface CaseRegistered extends Stamped {
  readonly kind: 'judgment.registered' | 'tax_default.registered' | 'charge.registered';
  /** `caseId`, or the `chargeId` of a charge. */
  readonly caseId: string;
  readonly amountMinor: number | null;
  readonly currency: string | null;
  readonly registeredOn: EpochDay;
}

/** A judgment or a tax default was paid or set aside. */
export interface JudgmentSatisfied extends Stamped {
  readonly kind: 'judgment.satisfied';
  readonly caseId: string;
  readonly satisfiedOn: EpochDay;
}

export type InsolvencyStage =
  | 'petition'
  | 'moratorium'
  | 'arrangement'
  | 'administration'
  | 'receivership'
  | 'liquidation'
  | 'dissolution'
  | 'unknown';

/** A step of an insolvency case, or the end of the case. */
export interface InsolvencyNoticePublished extends Stamped {
  readonly kind: 'insolvency_notice.published';
  readonly caseId: string;
  readonly stage: InsolvencyStage;
  readonly publishedOn: EpochDay;
  readonly withdrawn: boolean;
}

export type RegistryAspect =
  | 'status'
  | 'director'
  | 'owner'
  | 'name'
  | 'address'
  | 'accounts_overdue'
  | 'strike_off'
  | 'ceased_trading'
  | 'other';

/** The company register shows a change. */
export interface RegistryChanged extends Stamped {
  readonly kind: 'registry.changed';
  readonly aspect: RegistryAspect;
  readonly oldCode: string | null;
  readonly newCode: string | null;
  readonly changedOn: EpochDay;
}
