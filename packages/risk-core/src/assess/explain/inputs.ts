import { type Findings, measure } from '../../features/measure.ts';
import { ageClassesOf } from '../../policy/age-classes.ts';
import type { Profile } from '../../state/profile.ts';
import { NEVER } from '../../state/records.ts';
import type { FeatureCode } from '../../types/assessment.ts';
import type { FeatureInput, FeatureInputs } from '../../types/explanation.ts';
import type { World } from '../../types/world.ts';

/**
 * What the rows of the scorecard are worked out from, in base minor units where it is money: with
 * them, every value of the ledger's rows can be worked out again on paper.
 */
export function inputsOf(profile: Profile, world: World): readonly FeatureInputs[] {
  const found = measure(profile, world, ageClassesOf(world.policy));
  const rows = [...behaviourRows(profile, found), ...otherRows(profile, found)];
  return rows.map(([code, formula, inputs]) => ({ code, formula, inputs }));
}

type Row = readonly [code: FeatureCode, formula: string, inputs: readonly FeatureInput[]];

function behaviourRows({ sums, stats }: Profile, found: Findings): readonly Row[] {
  return [
    [
      'P1',
      'money × days late ÷ money, of what fell due in 90 days or is overdue',
      [
        { name: 'money × days late', value: sums.late90 + found.dueAge, unit: 'minor_days' },
        { name: 'money', value: sums.paid90 + found.dueClean, unit: 'minor' },
      ],
    ],
    [
      'P2',
      'recent mean of days late − long mean',
      [
        { name: 'recent mean', value: stats.fastMilli, unit: 'milli_days' },
        { name: 'long mean', value: stats.slowMilli, unit: 'milli_days' },
      ],
    ],
    [
      'P3',
      'money that came late ÷ money, of 180 days',
      shareOf(sums.settledLate180, sums.settled180),
    ],
    [
      'P4',
      'median distance from the median of days late, of the last settlements',
      [{ name: 'settlements', value: stats.count, unit: 'count' }],
    ],
    [
      'P5',
      'failed payments of 90 days, hard ones weighing more',
      [{ name: 'failed payments', value: sums.failed90, unit: 'count' }],
    ],
    [
      'P6',
      'promised money that did not come in time ÷ promised',
      shareOf(sums.broken180, sums.promised180),
    ],
  ];
}

function otherRows({ sums, cover, limit }: Profile, found: Findings): readonly Row[] {
  return [
    [
      'E1',
      'age of the oldest clean overdue that cash on account does not cover',
      cover.oldestOn === NEVER ? [] : [{ name: 'due on', value: cover.oldestOn, unit: 'day' }],
    ],
    [
      'E2',
      'clean overdue ÷ highest balance of 30 days',
      shareOf(found.cleanOverdue, found.peakBase),
    ],
    [
      'E3',
      'exposure ÷ limit',
      found.exposureInLimit === null ? [] : shareOf(found.exposureInLimit, limit.amountMinor),
    ],
    [
      'E4',
      'orders of the last 8 whole weeks beside those of the same weeks a year ago',
      found.orders === null ? [] : shareOf(found.orders.recentBase, found.orders.yearAgoBase),
    ],
    [
      'R1',
      'days since the relation began',
      found.tenureDays === null
        ? []
        : [{ name: 'since', value: found.today - found.tenureDays, unit: 'day' }],
    ],
    [
      'R2',
      'disputes found unjustified ÷ billed, of 180 days',
      shareOf(sums.disputeLost180, sums.billed180),
    ],
  ];
}

function shareOf(part: number, whole: number): readonly FeatureInput[] {
  return [
    { name: 'part', value: part, unit: 'minor' },
    { name: 'whole', value: whole, unit: 'minor' },
  ];
}
