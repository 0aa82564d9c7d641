import type { PointTable, Policy } from '@duewatch/risk-core';
import { checkInterest } from './interest-rules.ts';
import type { PolicyProblem, Report } from './problem.ts';

/** The worst possible score. Bands, reasons and readers of the topics count on it. */
const SCORE_MAX = 1_000;

/** The whole, in parts per million. */
const ALL_PPM = 1_000_000;

type Rule = (policy: Policy, report: Report) => void;

/** What no single field can say: how the numbers of a policy must go together. */
export function senseProblems(policy: Policy): readonly PolicyProblem[] {
  const problems: PolicyProblem[] = [];
  const report: Report = (path, problem, mend) => problems.push({ path, problem, mend });
  for (const rule of rules) rule(policy, report);
  return problems;
}

function checkPoints({ points }: Policy, report: Report): void {
  let worst = 0;
  for (const [code, table] of Object.entries(points)) {
    checkTable(`points.${code}`, table, report);
    worst += Math.max(table.rest, table.missing, ...table.steps.map((step) => step.points));
  }
  if (worst > SCORE_MAX) {
    const problem = `cost ${worst} points at worst, and a score ends at ${SCORE_MAX}`;
    report('points', problem, `Take ${worst - SCORE_MAX} points from the rows.`);
  }
}

/** Worse must never be cheaper: a payment on time would raise the score. */
function checkTable(path: string, { worse, steps, rest, missing }: PointTable, report: Report) {
  steps.forEach((step, at) => {
    const next = steps[at + 1];
    const isHigher = worse === 'higher';
    if (next && (isHigher ? next.limit <= step.limit : next.limit >= step.limit)) {
      const problem = `must ${isHigher ? 'rise' : 'fall'}, and ${next.limit} follows ${step.limit}`;
      report(`${path}.steps[${at + 1}].limit`, problem, 'Put the steps in order.');
    }
    const after = next?.points ?? rest;
    if (after < step.points) {
      const where = next ? `${path}.steps[${at + 1}].points` : `${path}.rest`;
      const problem = `is less than the ${step.points} points of a better value`;
      report(where, problem, `Give at least ${step.points}, or cheapen the step before.`);
    }
  });
  if (missing > rest) {
    const problem = `costs more than the worst value known, ${rest}`;
    report(`${path}.missing`, problem, `Give at most ${rest}.`);
  }
}

function checkBands({ bands }: Policy, report: Report): void {
  rising('bands.lowerBounds', bands.lowerBounds, report);
  const [lowest] = bands.lowerBounds;
  if (lowest < 1) {
    report('bands.lowerBounds[0]', 'leaves no score for band A', 'Give at least 1.');
  } else if (bands.improveMargin >= lowest) {
    const problem = `is not below B's lower bound ${lowest}: nobody could come back to A`;
    report('bands.improveMargin', problem, `Give less than ${lowest}.`);
  }
}

function checkOverdue({ overdue }: Policy, report: Report): void {
  const { graceDays, floorDays, firstAfterDays, ignoreBelowMinor, materialMinor } = overdue;
  rising('overdue.floorDays', floorDays, report);
  if (graceDays >= floorDays[0]) {
    const problem = `is not below the first floor age ${floorDays[0]}`;
    report('overdue.graceDays', problem, `Give less than ${floorDays[0]}.`);
  }
  if (firstAfterDays < graceDays) {
    const problem = `comes before the ${graceDays} days of grace are over`;
    report('overdue.firstAfterDays', problem, `Give at least ${graceDays}.`);
  }
  if (materialMinor < ignoreBelowMinor) {
    const problem = `is below ignoreBelowMinor ${ignoreBelowMinor}, which says nothing about age`;
    report('overdue.materialMinor', problem, `Give at least ${ignoreBelowMinor}.`);
  }
}

function checkBehaviour({ behaviour }: Policy, report: Report): void {
  const { fastPermille, slowPermille, driftCalmDays, driftAlarmDays } = behaviour;
  if (slowPermille >= fastPermille) {
    const problem = `is not below fastPermille ${fastPermille}: drift is fast less slow`;
    report('behaviour.slowPermille', problem, `Give less than ${fastPermille}.`);
  }
  if (driftCalmDays >= driftAlarmDays) {
    const problem = `is not below driftAlarmDays ${driftAlarmDays}: the alarm would flap`;
    report('behaviour.driftCalmDays', problem, `Give less than ${driftAlarmDays}.`);
  }
}

function checkLimits({ limits }: Policy, report: Report): void {
  const { infoPpm, warningPpm, errorPpm, clearPpm } = limits.levels;
  if (warningPpm <= infoPpm) tooLow('warningPpm', 'infoPpm', infoPpm);
  if (errorPpm <= warningPpm) tooLow('errorPpm', 'warningPpm', warningPpm);
  if (clearPpm >= infoPpm) {
    const problem = `is not below infoPpm ${infoPpm}: no level could ever end`;
    report('limits.levels.clearPpm', problem, `Give less than ${infoPpm}.`);
  }

  function tooLow(name: string, below: string, bound: number): void {
    const problem = `is not above ${below} ${bound}: levels rise with utilisation`;
    report(`limits.levels.${name}`, problem, `Give more than ${bound}.`);
  }
}

/** An order that had better wait must not pass at order time. */
function checkCreditCheck({ creditCheck, orders }: Policy, report: Report): void {
  const { referBand, refuseBand, referAbovePpm } = creditCheck;
  if (refuseBand < referBand) {
    const problem = `is better than referBand ${referBand}: who is refused would first be approved`;
    report('creditCheck.refuseBand', problem, `Give ${referBand} or worse.`);
  }
  if (referBand > orders.holdBand) {
    const problem = `is worse than orders.holdBand ${orders.holdBand}: their orders had to wait`;
    report('creditCheck.referBand', problem, `Give ${orders.holdBand} or better.`);
  }
  if (referAbovePpm > orders.holdUtilisationPpm) {
    const problem = `is above orders.holdUtilisationPpm ${orders.holdUtilisationPpm}`;
    report('creditCheck.referAbovePpm', problem, `Give at most ${orders.holdUtilisationPpm}.`);
  }
}

function rising(path: string, values: readonly number[], report: Report): void {
  values.forEach((value, at) => {
    const before = values[at - 1];
    if (before !== undefined && value <= before) {
      report(`${path}[${at}]`, `must be above ${before}, and is ${value}`, 'Let them rise.');
    }
  });
}

/** What begins at a level must end at a lower one, or it would begin and end every day. */
function checkEnds({ overdueShare, disputes, scoreJump, eclJump }: Policy, report: Report): void {
  const ends = [
    ['overdueShare.clearPpm', overdueShare.clearPpm, overdueShare.abovePpm],
    ['disputes.clearPpm', disputes.clearPpm, disputes.spikePpm],
    ['eclJump.clearPpm', eclJump.clearPpm, eclJump.jumpPpm],
    ['scoreJump.clearPoints', scoreJump.clearPoints, scoreJump.points],
  ] as const;
  for (const [path, end, begin] of ends) {
    if (end < begin) continue;
    report(path, `is not below ${begin}, where it begins`, `Give less than ${begin}.`);
  }
}

/** What has not changed is no news. */
function checkChanges({ orderPattern, eclJump }: Policy, report: Report): void {
  const { surgePpm, steepPpm, collapsePpm } = orderPattern;
  if (surgePpm <= ALL_PPM) {
    const problem = `is not above ${ALL_PPM}: orders as a year ago would be a surge`;
    report('orderPattern.surgePpm', problem, `Give more than ${ALL_PPM}.`);
  }
  if (eclJump.jumpPpm <= ALL_PPM) {
    const problem = `is not above ${ALL_PPM}: the loss of the month before would be a jump`;
    report('eclJump.jumpPpm', problem, `Give more than ${ALL_PPM}.`);
  }
  if (collapsePpm >= ALL_PPM) {
    const problem = `is not below ${ALL_PPM}: orders as a year ago would be a collapse`;
    report('orderPattern.collapsePpm', problem, `Give less than ${ALL_PPM}.`);
  }
  if (steepPpm < surgePpm) {
    const problem = `is below surgePpm ${surgePpm}: it is the steeper of the two`;
    report('orderPattern.steepPpm', problem, `Give at least ${surgePpm}.`);
  }
}

/** Older debts are never safer. */
function checkLosses({ ecl }: Policy, report: Report): void {
  ecl.ownPpm.forEach((share, at) => {
    const younger = ecl.ownPpm[at - 1];
    if (younger === undefined || share >= younger) return;
    const problem = `is less than ${younger}, the rate of younger debts`;
    report(`ecl.ownPpm[${at}]`, problem, `Give at least ${younger}.`);
  });
}

function checkRelation({ insurance, reviews }: Policy, report: Report): void {
  if (insurance.criticalDays > insurance.warningDays) {
    const problem = `is before the warning at ${insurance.warningDays}`;
    report('insurance.criticalDays', problem, `Give at most ${insurance.warningDays}.`);
  }
  for (const name of ['everyDays', 'contactEveryDays'] as const) {
    reviews[name].forEach((value, at, all) => {
      const before = all[at - 1];
      if (before === undefined || value <= before) return;
      const problem = `is longer than the ${before} of a better band`;
      report(`reviews.${name}[${at}]`, problem, `Give at most ${before}.`);
    });
  }
}

const rules: readonly Rule[] = [
  checkPoints,
  checkBands,
  checkOverdue,
  checkBehaviour,
  checkLimits,
  checkEnds,
  checkChanges,
  checkLosses,
  checkInterest,
  checkRelation,
  checkCreditCheck,
];
