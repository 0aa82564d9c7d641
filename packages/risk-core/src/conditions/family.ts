import type { Findings } from '../features/measure.ts';
import type { Policy } from '../policy/policy.ts';
import type { TopicName } from '../state/dossier/dossier.ts';
import type { Flag, FlagCode, Profile, Standing } from '../state/profile.ts';
import type { ConditionCode, Evidence, Severity, Unit } from '../types/assessment.ts';
import type { EpochDay } from '../types/units.ts';
import type { World } from '../types/world.ts';

/** What a family may look at. `standing` is today's. */
export interface Sight {
  readonly profile: Profile;
  readonly findings: Findings;
  readonly standing: Standing;
  readonly policy: Policy;
  readonly world: World;
}

/** How a condition stood at the close of the day before; level 0 when it did not hold. */
export interface Before {
  readonly level: number;
  readonly memo: number;
}

/** A level of a family: its name in the catalogue and its severity. Level 1 is the first. */
export interface Level {
  readonly name: string;
  readonly severity: Severity;
}

/** What a family says of a customer or of one flagged record. Level 0: does not hold. */
export interface Verdict {
  readonly level: number;
  readonly memo: number;
}

interface FamilyBase {
  readonly code: ConditionCode;
  readonly levels: readonly Level[];
  /**
   * Topic of the dossier that it is about. While nothing is known of that it cannot begin to hold,
   * and is not asked. Absent: it is always asked.
   */
  readonly about?: TopicName;
  /** Days for which it must hold before anybody is told; absent: none. */
  pendingDays?(policy: Policy): number;
  /**
   * True when cash that is not applied yet may end it for a moment: `payment.received` covers what
   * is oldest, `payment.applied` then names something else. Such an end is told when the cash is
   * applied, at the latest on the next day.
   */
  readonly awaitsApplication?: boolean;
}

/** A family of conditions about the customer as a whole: at most one episode at a time. */
export interface CustomerFamily extends FamilyBase {
  readonly scope: 'customer';
  judge(sight: Sight, before: Before): Verdict;
  evidence(sight: Sight, verdict: Verdict): readonly Evidence[];
  /** Next day on which time alone could raise or end it, beside what moves points; absent: none. */
  nextOn?(sight: Sight, verdict: Verdict): EpochDay;
}

/** A family with one episode per flagged record. */
export interface RecordFamily extends FamilyBase {
  readonly scope: readonly FlagCode[];
  judge(sight: Sight, flag: Flag): number;
  evidence(sight: Sight, flag: Flag | undefined, level: number): readonly Evidence[];
}

/** What an episode is about when that is no flagged record: a court case, a score, a filing. */
export interface Case {
  /** Tells the cases of one family apart. */
  readonly key: number;
  /** How outputs name it. */
  readonly id: string;
}

/** A family with one episode per case that the dossier, or anything else in sight, speaks of. */
export interface CaseFamily<One extends Case = Case> extends FamilyBase {
  readonly scope: 'case';
  /** Cases that exist now, holding or not; what is no longer named is over. */
  cases(sight: Sight): readonly One[];
  judge(sight: Sight, one: One, before: Before): Verdict;
  evidence(sight: Sight, one: One | undefined, verdict: Verdict): readonly Evidence[];
}

export type Family = CustomerFamily | RecordFamily | CaseFamily;

export const quiet: Verdict = { level: 0, memo: 0 };

const plain: readonly Verdict[] = [1, 2, 3, 4].map((level) => ({ level, memo: 0 }));

/** A verdict without anything to remember. */
export function atLevel(level: number): Verdict {
  // No negative index: engines look it up as a name, which is slow.
  return level > 0 ? (plain[level - 1] ?? quiet) : quiet;
}

/** One line of arithmetic. */
export function fact(
  field: string,
  value: number | null,
  threshold: number | null,
  unit: Unit,
  text: string | null = null,
): Evidence {
  return { field, value, threshold, unit, text };
}
