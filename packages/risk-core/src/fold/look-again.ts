import { advise, closeAdvice } from '../advice/advise.ts';
import { nextStanding } from '../bands/standing.ts';
import { closeConditions, updateConditions } from '../conditions/ledger.ts';
import { settleLimits } from '../features/limits.ts';
import { measure, PEAK_DAYS } from '../features/measure.ts';
import { scoreOf } from '../features/scorecard.ts';
import { customerLoss } from '../figures/customer-loss.ts';
import { ageDossier, openTopic } from '../state/dossier/dossier.ts';
import { monthEndsIn } from '../state/dossier/loss-history.ts';
import { closeReports } from '../state/dossier/reconciliation.ts';
import { rememberScore } from '../state/dossier/score-history.ts';
import type { Profile } from '../state/profile.ts';
import { sumFrom } from '../state/sums.ts';
import type { Cause, EpochDay } from '../types/units.ts';
import type { World } from '../types/world.ts';
import type { Account } from './account.ts';
import { nextDay } from './next-day.ts';

/** Judges today's facts: score, bands, conditions, and when to look next. */
export function lookAgain(account: Account, cause: Cause, isByTime: boolean): void {
  const { profile, world, weighing } = account;
  const { policy } = world;
  ageDossier(profile.dossier, profile.today, policy);
  settleLimits(profile, policy);
  const findings = measure(profile, world, weighing.classes);
  profile.score = scoreOf(profile, findings, policy);
  profile.now = nextStanding(profile, findings, policy);
  const sight = { profile, findings, standing: profile.now, policy, world };
  updateConditions(sight, world, cause, isByTime);
  advise(sight);
  profile.nextOn = nextDay(sight, world);
}

/** Ends a day, or several on which nothing changed: what stands now is what later days build on. */
export function closeDay(account: Account, lastDay: EpochDay): void {
  const { profile, world } = account;
  rememberLoss(profile, world, lastDay);
  profile.closed = profile.now;
  const { score, now, dossier, stats } = profile;
  const isProvisional = stats.count < account.weighing.policy.bands.provisionalBelow;
  const closed = { day: lastDay, score, shown: now.shown };
  const history = dossier.scoreHistory ?? openTopic(dossier, 'scoreHistory');
  rememberScore(history, closed, isProvisional);
  const { reconciliation } = profile.dossier;
  if (reconciliation) closeReports(reconciliation, profile.books, profile.today, lastDay);
  closeConditions(profile);
  closeAdvice(profile);
  rememberBalance(profile, lastDay);
}

/** What is expected to be lost at the month ends that pass: later losses are held against it. */
function rememberLoss(profile: Profile, world: World, lastDay: EpochDay): void {
  for (const on of monthEndsIn(profile.today, lastDay)) {
    const lossMinor = customerLoss(profile, world);
    if (lossMinor > 0) openTopic(profile.dossier, 'lossHistory').ends.push({ on, lossMinor });
  }
}

/** Keeps days and balances that no later balance exceeds: the first one is the highest. */
function rememberBalance(profile: Profile, lastDay: EpochDay): void {
  const { peaks } = profile;
  const balance = sumFrom(profile.sums.openByClass, 0);
  while (peaks.length > 0 && (peaks[peaks.length - 1] ?? 0) <= balance) peaks.length -= 2;
  if (balance > 0) peaks.push(lastDay, balance);
  let stale = 0;
  while (stale < peaks.length && (peaks[stale] ?? 0) <= lastDay + 1 - PEAK_DAYS) stale += 2;
  if (stale > 0) peaks.splice(0, stale);
}
