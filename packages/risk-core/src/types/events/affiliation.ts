import type { EpochDay } from '../units.ts';
import type { Stamped } from './stamped.ts';

/** Two keys are one customer. Stored and published only: no fold reads another customer. */
export interface CustomerMerged extends Stamped {
  readonly kind: 'customer.merged';
  readonly survivorId: string;
  readonly retiredId: string;
  readonly mergedOn: EpochDay;
}

export type Relation = 'branch' | 'subsidiary' | 'pays_for' | 'unknown';

/** Stored and published only: a parent's limit and band never reach its children here. */
export interface CustomerHierarchyChanged extends Stamped {
  readonly kind: 'customer.hierarchy_changed';
  readonly parentId: string | null;
  readonly relation: Relation;
  readonly sharesLimit: boolean;
  readonly effectiveOn: EpochDay;
}
