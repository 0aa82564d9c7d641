import type { Findings } from '../features/measure.ts';
import { multiplyDivideDown } from '../money/integer.ts';
import type { Policy } from '../policy/policy.ts';
import { pinnedRank } from '../state/dossier/override.ts';
import type { Profile, Standing } from '../state/profile.ts';
import { NEVER } from '../state/records.ts';
import { floorRank } from './floors.ts';

export { floorCodes, floorsOf } from './floors.ts';
export { bandOf, rankOf } from './ranks.ts';

const PPM = 1_000_000;

/** The band of a score alone. */
export function rankOfScore(score: number, policy: Policy): number {
  let rank = 0;
  for (const bound of policy.bands.lowerBounds) {
    if (score >= bound) rank += 1;
  }
  return rank;
}

/**
 * Today's standing from last night's and today's facts. Always from last night's: what comes and
 * goes within a day, such as an invoice before its payment, leaves no trace in the bands.
 */
export function nextStanding(profile: Profile, findings: Findings, policy: Policy): Standing {
  const { closed } = profile;
  const standing = copyStanding(closed);
  standing.material = materialBits(closed, findings, policy);
  stepDefault(standing, findings, policy);
  stepHeld(standing, profile, findings, policy);
  const pinned = profile.dossier.override
    ? pinnedRank(profile.dossier.override, findings.today)
    : NEVER;
  const floor = floorRank(profile, standing, findings, policy, pinned !== NEVER);
  standing.shown = Math.max(pinned === NEVER ? standing.held : pinned, floor);
  return standing;
}

/** Written out: a spread costs more than all the rest of a quiet day. */
function copyStanding(standing: Standing): Standing {
  return {
    held: standing.held,
    shown: standing.shown,
    worsenedOn: standing.worsenedOn,
    betterSince: standing.betterSince,
    material: standing.material,
    defaultedOn: standing.defaultedOn,
    curingSince: standing.curingSince,
  };
}

/**
 * Sums older than each floor age that matter: above the amount, and above a share of exposure when
 * they came up. A sum once found material stays so until it is paid, disputed or written off.
 */
function materialBits(closed: Standing, findings: Findings, policy: Policy): number {
  const { materialMinor, materialSharePpm } = policy.overdue;
  const exposure = Math.max(0, findings.exposureBase);
  const least = multiplyDivideDown(exposure, materialSharePpm, PPM);
  let bits = 0;
  for (let index = 0; index < findings.olderThan.length; index += 1) {
    const sum = findings.olderThan[index] ?? 0;
    const bit = 1 << index;
    if (sum > materialMinor && (sum > least || (closed.material & bit) !== 0)) bits |= bit;
  }
  return bits;
}

const SICR_BIT = 1 << 1;
const DEFAULT_BIT = 1 << 3;

/** Default begins with the oldest floor age and ends after quiet days without the second one. */
function stepDefault(standing: Standing, findings: Findings, policy: Policy): void {
  if ((standing.material & DEFAULT_BIT) !== 0 && standing.defaultedOn === NEVER) {
    standing.defaultedOn = findings.today;
  }
  if (standing.defaultedOn === NEVER) return;
  if ((standing.material & SICR_BIT) !== 0) {
    standing.curingSince = NEVER;
    return;
  }
  if (standing.curingSince === NEVER) standing.curingSince = findings.today;
  if (findings.today - standing.curingSince < policy.overdue.cureDays) return;
  standing.defaultedOn = NEVER;
  standing.curingSince = NEVER;
}

/**
 * Worse at once and by any number of bands; better by one, after margin, dwell and a settlement.
 */
function stepHeld(standing: Standing, profile: Profile, findings: Findings, policy: Policy): void {
  const { today } = findings;
  const rank = rankOfScore(profile.score, policy);
  if (rank > standing.held) {
    standing.held = rank;
    standing.worsenedOn = today;
    standing.betterSince = NEVER;
    return;
  }
  // What looks better only because a source has gone silent is not better.
  const score = profile.score + findings.outside.staleRelief;
  if (findings.isLedgerSilent || !isBetter(score, standing.held, policy)) {
    standing.betterSince = NEVER;
    return;
  }
  if (standing.betterSince === NEVER) standing.betterSince = today;
  const hasDwelt = today - standing.betterSince >= policy.bands.improveDwellDays;
  if (!hasDwelt || profile.stats.lastOn <= standing.worsenedOn) return;
  standing.held -= 1;
  standing.betterSince = isBetter(score, standing.held, policy) ? today : NEVER;
}

function isBetter(score: number, held: number, policy: Policy): boolean {
  // Nothing is better than A; and engines look a negative index up as a name, which is slow.
  if (held === 0) return false;
  const lower = policy.bands.lowerBounds[held - 1];
  return lower !== undefined && score <= lower - policy.bands.improveMargin;
}

/**
 * Under new rules a customer that they find better is better at once: dwell and settlement prove a
 * change of the customer, and it did not change. Who was dwelling already by the old rules goes on.
 */
export function easeAtOnce(profile: Profile, score: number, policy: Policy): void {
  const { closed, now } = profile;
  if (closed.betterSince !== NEVER || now.betterSince !== NEVER) return;
  while (isBetter(score, closed.held, policy)) closed.held -= 1;
}

/** True while a material sum is above the age that marks a significant increase in risk. */
export function isSicr(standing: Standing): boolean {
  return (standing.material & SICR_BIT) !== 0 || standing.defaultedOn !== NEVER;
}
