import type { EpochDay } from '../units.ts';
import type { Stamped } from './stamped.ts';

export interface ContactRecorded extends Stamped {
  readonly kind: 'contact.recorded';
  /** A code; see the decision on contacts for those that mean something here. */
  readonly outcome: string | null;
  readonly contactedOn: EpochDay;
  readonly nextContactOn: EpochDay | null;
}

export interface DunningLevelReached extends Stamped {
  readonly kind: 'dunning.level_reached';
  readonly level: number;
  readonly reachedOn: EpochDay;
}

export interface DunningPaused extends Stamped {
  readonly kind: 'dunning.paused';
  /** Empty: the whole customer is left alone. */
  readonly invoiceIds: readonly string[];
  readonly pausedOn: EpochDay;
  /** Last day of the pause. */
  readonly until: EpochDay | null;
}

export interface DunningFinished extends Stamped {
  readonly kind: 'dunning.finished';
  readonly finishedOn: EpochDay;
}
