import { securedBy } from '../features/limits.ts';
import type { Findings } from '../features/measure.ts';
import { expectedLoss, lossRatesOf } from '../figures/expected-loss.ts';
import { interestOf } from '../figures/interest.ts';
import { countbackMilli, monthsBack, salesDaysMilli } from '../figures/sales-days.ts';
import { minorRate, toBase, UNKNOWN } from '../money/conversion.ts';
import { ageClassesOf, BUCKET_DAYS, classAbove, NOT_DUE } from '../policy/age-classes.ts';
import { HALF_YEAR } from '../state/contributions.ts';
import type { Profile } from '../state/profile.ts';
import { NEVER } from '../state/records.ts';
import { sumFrom } from '../state/sums.ts';
import type { Assessment } from '../types/assessment.ts';
import type { World } from '../types/world.ts';
import { failedClauses, segmentOf } from './segment.ts';

type Figures = Pick<
  Assessment,
  | 'eclMinor'
  | 'eclPreset'
  | 'interest'
  | 'dsoMilliDays'
  | 'countbackDsoMilliDays'
  | 'bestPossibleDsoMilliDays'
  | 'paymentSegment'
  | 'ineligibleBy'
  | 'collectionPriority'
>;

/** Figures for accounting and for the collector's day; none of them moves the score. */
export function figuresOf(profile: Profile, findings: Findings, world: World): Figures {
  const { policy } = world;
  const { sums, dossier, today } = profile;
  const current = sums.openByClass[NOT_DUE] ?? 0;
  const months = dossier.turnover?.months ?? [];
  return {
    eclMinor: expectedLoss(
      balancesOf(profile, world),
      lossRatesOf(policy),
      policy.ecl.forwardPpm,
      insuredBase(profile, world) + securedBase(profile, world),
    ),
    eclPreset: policy.ecl.preset,
    interest: interestOf(profile, world),
    dsoMilliDays: salesDaysMilli(findings.openBase, sums.billed180, HALF_YEAR),
    countbackDsoMilliDays:
      months.length === 0 ? null : countbackMilli(findings.openBase, monthsBack(months, today)),
    bestPossibleDsoMilliDays: salesDaysMilli(current, sums.billed180, HALF_YEAR),
    paymentSegment: segmentOf(profile, findings, world),
    ineligibleBy: failedClauses(profile, findings, world),
    collectionPriority: priorityOf(profile, findings, world),
  };
}

/** What is open less the cash that lies against it, by the buckets of provision matrices. */
function balancesOf(
  { sums, cover, books }: Profile,
  { policy, rates }: World,
): [number, number, number, number, number] {
  const classes = ageClassesOf(policy);
  const starts = [NOT_DUE, NOT_DUE + 2, ...BUCKET_DAYS.slice(0, 3).map(above)];
  const net = starts.map((from) => sumFrom(sums.openByClass, from) - sumFrom(cover.byClass, from));
  const [all = 0, late = 0, older = 0, old = 0, oldest = 0] = net;
  const cash = books.reduce((sum, { currency, cashMinor, creditMinor }) => {
    return sum + toBase(cashMinor + creditMinor, minorRate(rates, currency, null));
  }, 0);
  const free = Math.max(0, cash - sumFrom(cover.byClass, NOT_DUE));
  // Cash that nothing due could take will be taken by what falls due next.
  const current = Math.max(0, all - late - free);
  return [current, late - older, older - old, old - oldest, oldest];

  function above(days: number): number {
    return classAbove(classes, days);
  }
}

/** The insurer's cover in base units; nothing without a rate. */
function insuredBase({ insured }: Profile, { rates }: World): number {
  if (insured.amountMinor === NEVER) return 0;
  const rate = minorRate(rates, insured.currency, null);
  return rate === UNKNOWN ? 0 : toBase(insured.amountMinor, rate);
}

/** What deposits and guarantees secure, in base units. */
function securedBase(profile: Profile, { rates }: World): number {
  return securedBy(profile).reduce((sum, { currency, amountMinor }) => {
    return sum + toBase(amountMinor, minorRate(rates, currency, null));
  }, 0);
}

/**
 * Where to call first: clean overdue × the band's weight × how long it has waited, growing by one
 * each 30 days up to fourfold. A number to sort by, in base units; it means nothing by itself.
 */
function priorityOf(profile: Profile, findings: Findings, { policy }: World): number {
  const weight = policy.collection.bandWeights[profile.now.shown] ?? 1;
  const waited = 1 + Math.min(MOST_WAITED, Math.floor(findings.oldestDays / WAIT_DAYS));
  return Math.min(MOST_PRIORITY, findings.cleanOverdue * weight * waited);
}

/** The largest number that messages carry as an amount. */
const MOST_PRIORITY = 1_000_000_000_000_000;
const WAIT_DAYS = 30;
const MOST_WAITED = 3;
