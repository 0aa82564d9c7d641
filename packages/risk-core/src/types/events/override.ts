import type { Band } from '../band.ts';
import type { EpochDay } from '../units.ts';
import type { Stamped } from './stamped.ts';

export interface RiskOverrideSet extends Stamped {
  readonly kind: 'risk_override.set';
  readonly band: Band;
  /** Last day on which the band is pinned; null until somebody clears it. */
  readonly until: EpochDay | null;
  readonly setOn: EpochDay;
}

export interface RiskOverrideCleared extends Stamped {
  readonly kind: 'risk_override.cleared';
  readonly clearedOn: EpochDay;
}
