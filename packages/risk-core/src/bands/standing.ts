import type { Findings } from '../features/measure.ts';
import { multiplyDivideDown } from '../money/integer.ts';
import type { Policy } from '../policy/policy.ts';
import type { Profile, Standing } from '../state/profile.ts';
import { NEVER } from '../state/records.ts';
import type { Band, Floor, FloorCode } from '../types/assessment.ts';

const letters: readonly Band[] = ['A', 'B', 'C', 'D', 'E'];
const PPM = 1_000_000;

/** The band of a rank: 0 is A, 4 is E. */
export function bandOf(rank: number): Band {
  return letters[rank] ?? 'E';
}

/** The rank of a band. */
export function rankOf(band: Band): number {
  return letters.indexOf(band);
}

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
  const standing = { ...closed };
  standing.material = materialBits(closed, findings, policy);
  stepDefault(standing, findings, policy);
  stepHeld(standing, profile, findings, policy);
  standing.shown = standing.held;
  for (const { band } of floorsOf(profile, standing, findings, policy)) {
    standing.shown = Math.max(standing.shown, rankOf(band));
  }
  return standing;
}

/**
 * Sums older than each floor age that matter: above the amount, and above a share of exposure when
 * they came up. A sum once found material stays so until it is paid, disputed or written off.
 */
function materialBits(closed: Standing, findings: Findings, policy: Policy): number {
  const { materialMinor, materialSharePpm } = policy.overdue;
  let bits = 0;
  findings.olderThan.forEach((sum, index) => {
    const bit = 1 << index;
    const exposure = Math.max(0, findings.exposureBase);
    const isShare = sum > multiplyDivideDown(exposure, materialSharePpm, PPM);
    if (sum > materialMinor && (isShare || (closed.material & bit) !== 0)) bits |= bit;
  });
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
  if (!isBetter(profile.score, standing.held, policy)) {
    standing.betterSince = NEVER;
    return;
  }
  if (standing.betterSince === NEVER) standing.betterSince = today;
  const hasDwelt = today - standing.betterSince >= policy.bands.improveDwellDays;
  if (!hasDwelt || profile.stats.lastOn <= standing.worsenedOn) return;
  standing.held -= 1;
  standing.betterSince = isBetter(profile.score, standing.held, policy) ? today : NEVER;
}

function isBetter(score: number, held: number, policy: Policy): boolean {
  const lower = policy.bands.lowerBounds[held - 1];
  return lower !== undefined && score <= lower - policy.bands.improveMargin;
}

const materialFloors: readonly (readonly [bit: number, code: FloorCode, band: Band])[] = [
  [1 << 0, 'OVERDUE_14', 'B'],
  [SICR_BIT, 'OVERDUE_30', 'C'],
  [1 << 2, 'OVERDUE_60', 'D'],
];

/** Facts that alone force at least their band. */
export function floorsOf(
  profile: Profile,
  standing: Standing,
  findings: Findings,
  policy: Policy,
): Floor[] {
  const floors: Floor[] = [];
  if (standing.defaultedOn !== NEVER) floors.push({ code: 'DEFAULT', band: 'E' });
  for (const [bit, code, band] of materialFloors) {
    if ((standing.material & bit) !== 0) floors.push({ code, band });
  }
  if (profile.sums.failed90 >= policy.payments.floorFailures) {
    floors.push({ code: 'FAILED_PAYMENTS', band: 'D' });
  }
  if (profile.sums.writtenOff365 > 0) floors.push({ code: 'WRITE_OFF', band: 'D' });
  if (findings.isProvisional) {
    floors.push({ code: 'PROVISIONAL', band: policy.bands.provisionalBand });
  }
  return floors;
}

/** True while a material sum is above the age that marks a significant increase in risk. */
export function isSicr(standing: Standing): boolean {
  return (standing.material & SICR_BIT) !== 0 || standing.defaultedOn !== NEVER;
}
