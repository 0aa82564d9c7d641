import type { Findings } from '../features/measure.ts';
import type { Policy } from '../policy/policy.ts';
import type { AdviceEntry } from '../state/dossier/advice.ts';
import type { Profile, Standing } from '../state/profile.ts';
import { NEVER } from '../state/records.ts';
import type { AdviceCode, AdviceKind } from '../types/advice.ts';
import type { World } from '../types/world.ts';

/** What advice is given on. `standing` is today's. */
export interface AdviceSight {
  readonly profile: Profile;
  readonly findings: Findings;
  readonly standing: Standing;
  readonly policy: Policy;
  readonly world: World;
}

/** Advice before it has a day: what a rule says today. */
export type Draft = Omit<AdviceEntry, 'kind' | 'issuedOn' | 'expiresOn'>;

/** One kind of advice. */
export interface AdviceRule {
  readonly kind: AdviceKind;
  /**
   * What is advised today; null for nothing. `prior` is what was at the close of the day before:
   * a rule that returns its basis again keeps its day and its amounts.
   */
  draft(sight: AdviceSight, prior: AdviceEntry | undefined): Draft | null;
}

/** Ranks of bands, the best is 0. */
export const RANK = { A: 0, B: 1, C: 2, D: 3, E: 4 } as const;

const codes: readonly AdviceCode[] = ['GOOD_PAYER', 'GOOD_PAYER', 'BAND_C', 'BAND_D', 'BAND_E'];

/** The band as a reason. */
export function bandReason({ standing }: AdviceSight): AdviceCode {
  return codes[standing.shown] ?? 'BAND_E';
}

/** A draft that says nothing yet but why. */
export function draftOf(basis: string, reason: AdviceCode, parts: Partial<Draft> = {}): Draft {
  return {
    basis,
    reason,
    fromMinor: NEVER,
    toMinor: NEVER,
    currency: '',
    fromCode: '',
    toCode: '',
    sharePpm: NEVER,
    isOpen: true,
    ...parts,
  };
}
