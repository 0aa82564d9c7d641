import type { EpochDay } from '../units.ts';
import type { Stamped } from './stamped.ts';

/** Annual accounts. Null is a figure that was not published. */
export interface FinancialsFiled extends Stamped {
  readonly kind: 'financials.filed';
  readonly periodEnd: EpochDay;
  readonly filedOn: EpochDay;
  readonly audited: boolean;
  readonly currency: string;
  readonly totalAssetsMinor: number | null;
  readonly currentAssetsMinor: number | null;
  readonly currentLiabilitiesMinor: number | null;
  readonly totalLiabilitiesMinor: number | null;
  readonly retainedEarningsMinor: number | null;
  readonly ebitMinor: number | null;
  readonly equityMinor: number | null;
  readonly debtMinor: number | null;
  readonly cashMinor: number | null;
  readonly revenueMinor: number | null;
}
