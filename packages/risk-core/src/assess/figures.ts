import type { Findings } from '../features/measure.ts';
import { customerLoss } from '../figures/customer-loss.ts';
import { interestOf } from '../figures/interest.ts';
import { countbackMilli, monthsBack, salesDaysMilli } from '../figures/sales-days.ts';
import { NOT_DUE } from '../policy/age-classes.ts';
import { HALF_YEAR } from '../state/contributions.ts';
import type { Profile } from '../state/profile.ts';
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
    eclMinor: customerLoss(profile, world),
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
