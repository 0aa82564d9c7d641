import { divide, multiplyDivide } from '../money/integer.ts';
import type { PointTable, Policy } from '../policy/policy.ts';
import type { Profile } from '../state/profile.ts';
import { driftMilli } from '../state/settlement-stats.ts';
import type { FeatureCode, Unit } from '../types/assessment.ts';
import { type Findings, meanDaysUp, shareUp } from './measure.ts';
import type { Outside } from './outside.ts';
import { pointsFor } from './points.ts';
import type { Reading } from './reading.ts';

/** What one row of the scorecard measures. */
export interface FeatureRule {
  readonly code: FeatureCode;
  readonly unit: Unit;
  /** Rows about payment behaviour say nothing while the customer is provisional. */
  readonly isBehaviour: boolean;
  value(profile: Profile, findings: Findings): number | null;
  sampleSize(profile: Profile, findings: Findings): number;
  /** What an outside source said, with its day and its points; null for rows without one. */
  readonly reading: ((outside: Outside) => Reading | null) | null;
}

const settledCount = (profile: Profile) => profile.stats.count;
const none = () => 0;

function behaviour(
  code: FeatureCode,
  unit: Unit,
  value: FeatureRule['value'],
  sampleSize: FeatureRule['sampleSize'] = settledCount,
): FeatureRule {
  return { code, unit, isBehaviour: true, value, sampleSize, reading: null };
}

function other(
  code: FeatureCode,
  unit: Unit,
  value: FeatureRule['value'],
  sampleSize: FeatureRule['sampleSize'] = none,
): FeatureRule {
  return { code, unit, isBehaviour: false, value, sampleSize, reading: null };
}

/** A row that reads an outside source: the reading knows its day, and what it costs today. */
function outsideRow(
  code: FeatureCode,
  unit: Unit,
  reading: (outside: Outside) => Reading | null,
): FeatureRule {
  return {
    code,
    unit,
    isBehaviour: false,
    value: (_, { outside }) => reading(outside)?.value ?? null,
    sampleSize: (_, { outside }) => reading(outside)?.sampleSize ?? 0,
    reading,
  };
}

/** The scorecard, in the order in which equal points are reported. */
export const featureRules: readonly FeatureRule[] = [
  behaviour('P1', 'milli_days', ({ sums }, { dueAge, dueClean }) =>
    meanDaysUp(sums.late90 + dueAge, sums.paid90 + dueClean),
  ),
  behaviour('P2', 'milli_days', ({ stats }) => (stats.count > 0 ? driftMilli(stats) : null)),
  behaviour('P3', 'ppm', ({ sums }) => shareUp(sums.settledLate180, sums.settled180)),
  behaviour('P4', 'milli_days', ({ stats, irregularityMilli }) =>
    stats.count > 0 ? irregularityMilli : null,
  ),
  behaviour(
    'P5',
    'count',
    ({ sums }) => sums.failedWeight90,
    ({ sums }) => sums.failed90,
  ),
  behaviour('P6', 'ppm', ({ sums }) => shareUp(sums.broken180, sums.promised180), none),
  other('E1', 'days', (_, { oldestDays }) => oldestDays),
  other('E2', 'ppm', (_, { cleanOverdue, peakBase }) => shareUp(cleanOverdue, peakBase)),
  other('E3', 'ppm', (_, { utilisationUpPpm }) => utilisationUpPpm),
  other('E4', 'count', (_, { orders }) => orders?.grade ?? null),
  outsideRow('X1', 'ppm', ({ X1 }) => X1),
  outsideRow('X2', 'milli', ({ X2 }) => X2),
  outsideRow('X3', 'ppm', ({ X3 }) => X3),
  outsideRow('X4', 'count', ({ X4 }) => X4),
  other('R1', 'days', (_, { tenureDays }) => tenureDays),
  other('R2', 'ppm', ({ sums }) => shareUp(sums.disputeLost180, sums.billed180)),
];

/** True for a row about payment behaviour: it says nothing while the customer is provisional. */
export function isBehaviour(code: FeatureCode): boolean {
  return featureRules.some((rule) => rule.code === code && rule.isBehaviour);
}

/** True for a row that a ledger feed keeps current; the others have dates of their own. */
export function isFromLedger(code: FeatureCode): boolean {
  return !code.startsWith('X') && code !== 'R1';
}

const tables = new WeakMap<Policy, readonly PointTable[]>();

/** The tables of a policy in the order of the rows: found by name once, not at every look. */
function tablesOf(policy: Policy): readonly PointTable[] {
  const known = tables.get(policy);
  if (known) return known;
  const ordered = featureRules.map(({ code }) => policy.points[code]);
  tables.set(policy, ordered);
  return ordered;
}

/** Sum of all rows: 0 best, 1000 worst. */
export function scoreOf(profile: Profile, findings: Findings, policy: Policy): number {
  const ordered = tablesOf(policy);
  let score = 0;
  for (let row = 0; row < ordered.length; row += 1) {
    const table = ordered[row];
    const rule = featureRules[row];
    if (!table || !rule || (rule.isBehaviour && findings.isProvisional)) continue;
    score += rule.reading
      ? (rule.reading(findings.outside)?.points ?? table.missing)
      : pointsFor(table, rule.value(profile, findings));
  }
  return score;
}

/** Published anchors of promptness: mean days against terms → index. */
const anchors: readonly (readonly [milliDays: number, index: number])[] = [
  [-30_000, 100],
  [-20_000, 90],
  [0, 80],
  [15_000, 70],
  [22_000, 60],
  [30_000, 50],
  [60_000, 40],
  [90_000, 30],
  [120_000, 20],
];

/** 100 is 30 days early, 80 on terms; linear between the anchors, down to 1 at 240 days late. */
export function promptnessIndex(meanLateMilli: number): number {
  let [fromDays, fromIndex] = anchors[0] ?? [0, 0];
  if (meanLateMilli <= fromDays) return fromIndex;
  for (const [days, index] of [...anchors, [240_000, 1] as const]) {
    if (meanLateMilli <= days) {
      const gone = multiplyDivide(meanLateMilli - fromDays, index - fromIndex, days - fromDays);
      return fromIndex + gone;
    }
    fromDays = days;
    fromIndex = index;
  }
  return 1;
}

/** Days beyond terms as bureaus state them for a trade line, from balances past due (1–30 …). */
export function tradelineDbtMilli(
  current: number,
  buckets: readonly [number, number, number, number],
): number {
  const [month, two, three, more] = buckets;
  const total = current + month + two + three + more;
  const weighted = month * 15 + two * 45 + three * 75 + more * 105;
  return total > 0 ? divide(weighted * 1_000, total) : 0;
}
