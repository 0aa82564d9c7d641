import type { Findings } from '../features/measure.ts';
import type { Policy } from '../policy/policy.ts';
import type { TopicName } from '../state/dossier/dossier.ts';
import type { Profile, Standing } from '../state/profile.ts';
import type { FloorCode } from '../types/assessment.ts';

/** A fact that forces a band by itself while it holds. */
export interface FloorRule {
  readonly code: FloorCode;
  /** No person may set it aside: it is about what is allowed, or about what is over. */
  readonly isHard?: boolean;
  /** Topic of the dossier without which it cannot hold; absent: it needs none. */
  readonly about?: TopicName;
  rank(policy: Policy): number;
  holds(profile: Profile, standing: Standing, findings: Findings, policy: Policy): boolean;
}

/** Ranks of bands: 0 is A. */
export const B = 1;
export const C = 2;
export const D = 3;
export const E = 4;
