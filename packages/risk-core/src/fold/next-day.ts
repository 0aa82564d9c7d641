import { considerAdvice } from '../advice/advise.ts';
import type { Sight } from '../conditions/family.ts';
import { considerConditions } from '../conditions/ledger.ts';
import { awaitedAlarmDay } from '../features/awaited-lateness.ts';
import { reportDeadline } from '../features/insurer-report.ts';
import { gradesOf, macroDimensions } from '../features/macro-row.ts';
import { type Findings, PEAK_DAYS } from '../features/measure.ts';
import { isReviewed, nextContactOn, nextReviewOn } from '../features/reviews.ts';
import type { Policy } from '../policy/policy.ts';
import { considerDossier } from '../state/dossier/dossier.ts';
import type { Profile } from '../state/profile.ts';
import { FAR, NEVER } from '../state/records.ts';
import type { EpochDay } from '../types/units.ts';
import type { World } from '../types/world.ts';

/**
 * The earliest day after today on which points, a band or a condition could change without an
 * event. Never later than the true one; earlier at no harm but a needless look.
 */
export function nextDay(sight: Sight, world: World): EpochDay {
  const { profile, findings, policy } = sight;
  const { cover } = profile;
  const days = new Soonest(profile.today);
  // A record may be filed when its next day has passed already: then tomorrow is its day.
  for (const { nextOn } of profile.itemPages) days.consider(Math.max(nextOn, profile.today + 1));
  if (!isSpotless(profile)) {
    const needsAll =
      profile.sums.disputed90 > 0 || profile.sums.disputeLost180 > 0 || cover.oldestOn !== NEVER;
    for (const { nextOn, judgeOn } of profile.stubPages) {
      days.consider(Math.max(needsAll ? nextOn : judgeOn, profile.today + 1));
    }
  }
  considerDbt(days, profile, findings, policy);
  considerAges(days, profile, policy);
  considerTenure(days, profile, findings, policy);
  considerBands(days, profile, policy);
  days.consider(awaitedAlarmDay(profile, policy, findings.cusumMilli) ?? FAR);
  considerDossier(profile.dossier, policy, days);
  considerMacro(days, profile, world);
  considerAdvice(profile, policy, days);
  considerConditions(sight, world, days);
  considerRelation(days, profile, findings, policy);
  if (findings.cleanOverdue > 0) {
    for (let index = 0; index < profile.peaks.length; index += 2) {
      days.consider((profile.peaks[index] ?? 0) + PEAK_DAYS);
    }
  }
  return days.best;
}

/** Deadlines that depend on what is owed or on the band, and so on more than the dossier. */
function considerRelation(
  days: Soonest,
  profile: Profile,
  findings: Findings,
  policy: Policy,
): void {
  const reportOn = reportDeadline(profile);
  if (reportOn !== NEVER) {
    days.consider(reportOn - policy.insurance.warningDays);
    days.consider(reportOn - policy.insurance.criticalDays);
  }
  const { shown } = profile.now;
  const reviewOn = nextReviewOn(profile, policy, shown);
  if (reviewOn !== NEVER && isReviewed(profile, findings)) days.consider(reviewOn + 1);
  const contactOn = nextContactOn(profile, policy, shown);
  if (contactOn !== NEVER) days.consider(contactOn + 1);
}

class Soonest {
  best: EpochDay = FAR;
  private readonly today: EpochDay;

  constructor(today: EpochDay) {
    this.today = today;
  }

  consider(day: EpochDay): void {
    if (day < this.best && day > this.today) this.best = day;
  }
}

/**
 * True when nothing bad is left in any window: then what leaves a window takes only zeros along,
 * and no point can change by it. That spares prompt customers almost all clock steps.
 */
function isSpotless({ sums, cover }: Profile): boolean {
  return (
    sums.dueAge === cover.age &&
    sums.late365 === 0 &&
    sums.settledLate180 === 0 &&
    sums.disputeLost180 === 0 &&
    sums.disputed90 === 0 &&
    (sums.taken365 === 0 || sums.taken365 === sums.offered365) &&
    sums.broken180 === 0 &&
    sums.failed90 === 0 &&
    sums.unrated === 0 &&
    sums.writtenOff365 === 0
  );
}

/** Open overdue grows days beyond terms every day: when does it pass the next step of the table? */
function considerDbt(
  days: Soonest,
  { sums, today }: Profile,
  findings: Findings,
  policy: Policy,
): void {
  const growth = findings.dueClean;
  if (growth <= 0 || findings.isProvisional) return;
  const weight = sums.paid90 + growth;
  const sum = sums.late90 + findings.dueAge;
  for (const { limit } of policy.points.P1.steps) {
    const room = Math.floor((limit * weight) / 1_000) - sum;
    if (room < 0) continue;
    days.consider(today + Math.floor(room / growth) + 1);
    return;
  }
}

function considerAges(days: Soonest, { cover }: Profile, policy: Policy): void {
  if (cover.oldestOn === NEVER) return;
  for (const { limit } of policy.points.E1.steps) days.consider(cover.oldestOn + limit + 1);
  days.consider(cover.oldestOn + policy.overdue.firstAfterDays + 1);
}

function considerTenure(
  days: Soonest,
  { today }: Profile,
  findings: Findings,
  policy: Policy,
): void {
  if (findings.tenureDays === null) return;
  const since = today - findings.tenureDays;
  for (const { limit } of policy.points.R1.steps) days.consider(since + limit + 1);
  days.consider(since + policy.overdue.promptTenureDays);
}

function considerMacro(days: Soonest, profile: Profile, world: World): void {
  if (world.macro.size === 0) return;
  for (const dimension of macroDimensions) {
    for (const { asOf } of gradesOf(profile, world, dimension)) {
      days.consider(asOf + world.policy.shelfLife.macroDays + 1);
    }
  }
}

function considerBands(days: Soonest, profile: Profile, policy: Policy): void {
  const { now } = profile;
  if (now.betterSince !== NEVER) days.consider(now.betterSince + policy.bands.improveDwellDays);
  if (now.curingSince !== NEVER) days.consider(now.curingSince + policy.overdue.cureDays);
}
