import { type Findings, isUnvalued } from '../features/measure.ts';
import type { Policy } from '../policy/policy.ts';
import { topicBit } from '../state/dossier/dossier.ts';
import type { Profile, Standing } from '../state/profile.ts';
import { NEVER } from '../state/records.ts';
import type { Floor, FloorCode } from '../types/assessment.ts';
import {
  accountsOverdue,
  ceasedTrading,
  insolvencyPetition,
  insolvent,
  newCourtCase,
  ruinedAccounts,
} from './dossier-floors.ts';
import { B, C, D, E, type FloorRule } from './floor-rule.ts';
import { bandOf, rankOf } from './ranks.ts';
import { coverWithdrawn, kycFailed, sanctionsMatch } from './relation-floors.ts';

/** Bits of `Standing.material`, by the policy's default floor ages. */
const MATERIAL_14 = 1 << 0;
const MATERIAL_30 = 1 << 1;
const MATERIAL_60 = 1 << 2;

/** The facts that force a band by themselves, the worst first. */
const floorRules: readonly FloorRule[] = [
  sanctionsMatch,
  kycFailed,
  { code: 'DEFAULT', rank: () => E, holds: (_, { defaultedOn }) => defaultedOn !== NEVER },
  insolvent,
  ceasedTrading,
  insolvencyPetition,
  accountsOverdue,
  { code: 'OVERDUE_60', rank: () => D, holds: (_, { material }) => (material & MATERIAL_60) !== 0 },
  {
    code: 'FAILED_PAYMENTS',
    rank: () => D,
    holds: ({ sums }, _, __, { payments }) => sums.failed90 >= payments.floorFailures,
  },
  coverWithdrawn,
  { code: 'WRITE_OFF', rank: () => D, holds: ({ sums }) => sums.writtenOff365 > 0 },
  { code: 'OVERDUE_30', rank: () => C, holds: (_, { material }) => (material & MATERIAL_30) !== 0 },
  newCourtCase,
  ruinedAccounts,
  { code: 'OVERDUE_14', rank: () => B, holds: (_, { material }) => (material & MATERIAL_14) !== 0 },
  {
    code: 'PROVISIONAL',
    rank: ({ bands }) => rankOf(bands.provisionalBand),
    holds: (_, __, { isProvisional }) => isProvisional,
  },
  {
    code: 'RATE_MISSING',
    rank: ({ bands }) => rankOf(bands.unknownRateBand),
    holds: (profile, _, findings) => isUnvalued(profile, findings),
  },
];

/** Codes of all floors, the worst band first. */
export const floorCodes: readonly FloorCode[] = floorRules.map(({ code }) => code);

/** Facts that alone force at least their band. */
export function floorsOf(
  profile: Profile,
  standing: Standing,
  findings: Findings,
  policy: Policy,
): Floor[] {
  return floorRules
    .filter((rule) => rule.holds(profile, standing, findings, policy))
    .map((rule) => ({ code: rule.code, band: bandOf(rule.rank(policy)) }));
}

/** A rule as every look asks it: objects of one shape, for reading many shapes costs more. */
class AskedFloor {
  readonly rule: FloorRule;
  readonly isHard: boolean;
  /** Bit of the topic that it is about; 0 when it needs none. */
  readonly topic: number;

  constructor(rule: FloorRule) {
    this.rule = rule;
    this.isHard = rule.isHard ?? false;
    this.topic = rule.about === undefined ? 0 : topicBit(rule.about);
  }
}

const asked = floorRules.map((rule) => new AskedFloor(rule));
const ranks = new WeakMap<Policy, readonly number[]>();

/** The ranks of the rules under a policy: worked out once, not at every look. */
function ranksOf(policy: Policy): readonly number[] {
  const known = ranks.get(policy);
  if (known) return known;
  const worked = floorRules.map((rule) => rule.rank(policy));
  ranks.set(policy, worked);
  return worked;
}

/** The worst rank that a fact forces; of a customer whose band a person set, only hard facts. */
export function floorRank(
  profile: Profile,
  standing: Standing,
  findings: Findings,
  policy: Policy,
  isPinned: boolean,
): number {
  const { known } = profile.dossier;
  const ordered = ranksOf(policy);
  let worst = 0;
  for (let at = 0; at < asked.length; at += 1) {
    const { rule, isHard, topic } = asked[at] as AskedFloor;
    if ((topic !== 0 && (known & topic) === 0) || (isPinned && !isHard)) continue;
    const rank = ordered[at] ?? 0;
    if (rank > worst && rule.holds(profile, standing, findings, policy)) worst = rank;
  }
  return worst;
}
