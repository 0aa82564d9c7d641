import type { Arrears } from './arrears.ts';
import type { Day } from './ledger-row.ts';
import { firstLossMemory, type LossMemory, lossesAfter } from './losses.ts';
import type { Band } from './scorecard.ts';
import type { SettlementHabits } from './settlements.ts';
import type { Standing } from './standing.ts';

/** Something worth telling, as it stands on an evening. */
export interface OpenCondition {
  readonly code: string;
  readonly severity: 'info' | 'warning' | 'error' | 'critical';
  readonly since: Day;
}

/** What conditions of one evening are judged by. */
export interface Sight {
  readonly day: Day;
  readonly arrears: Arrears;
  readonly habits: SettlementHabits;
  /** Running sum of lateness above the usual, with what is unpaid. */
  readonly driftSumMilli: number;
  readonly standing: Standing;
  readonly shown: Band;
  readonly score: number;
  readonly isProvisional: boolean;
}

/** Families that were open on an evening, with what they remember. */
export interface ConditionMemory {
  readonly since: Readonly<Partial<Record<Family, Day>>>;
  /** Whether a first slip was open. */
  readonly hasSlipped: boolean;
  /** The band that an open downgrade fell from, else the one that was shown. */
  readonly fallsFrom: Band;
  /** Earlier evenings, the newest last; those of a provisional customer without a score. */
  readonly evenings: readonly Evening[];
  /** The evening that an open jump of the score is measured from. */
  readonly jumpFrom: Evening | null;
  readonly jumpedOn: Day | null;
  readonly losses: LossMemory;
}

interface Evening {
  readonly day: Day;
  readonly shown: Band;
  readonly score: number | null;
}

type Family =
  | 'DEFAULTED'
  | 'ECL_JUMP'
  | 'FIRST_PAYMENT_MISSED'
  | 'LIMIT_MISSING'
  | 'OVERDUE'
  | 'OVERDUE_SHARE'
  | 'PAY_DRIFT'
  | 'PAY_IRREGULAR'
  | 'RISK_DOWNGRADED'
  | 'RISK_UPGRADED'
  | 'SCORE_JUMP';
type Level = Omit<OpenCondition, 'since'>;

/** A customer is no better than B until it has shown how it pays: that is no downgrade. */
export const firstMemory: ConditionMemory = {
  ...{ since: {}, hasSlipped: false, fallsFrom: 'B', evenings: [], jumpFrom: null, jumpedOn: null },
  losses: firstLossMemory,
};

/** Judges an evening by its facts and by what was open on the evening before. */
export function conditionsAfter(
  before: ConditionMemory,
  sight: Sight,
): { readonly conditions: readonly OpenCondition[]; readonly memory: ConditionMemory } {
  const jumpFrom = jumpStart(before, sight);
  const losses = lossesAfter(before.losses, sight.day, sight.arrears);
  const levels: Readonly<Record<Family, Level | null>> = {
    DEFAULTED: sight.standing.defaultedOn === null ? null : of('DEFAULTED', 'critical'),
    ECL_JUMP: losses.jump === null ? null : of('ECL_JUMP', 'warning'),
    FIRST_PAYMENT_MISSED: isFirstMissed(before, sight) ? of('FIRST_PAYMENT_MISSED', 'error') : null,
    LIMIT_MISSING: sight.arrears.openMinor > 10_000_00 ? of('LIMIT_MISSING', 'warning') : null,
    OVERDUE: overdueLevel(before, sight),
    OVERDUE_SHARE: isMostlyOverdue(before, sight) ? of('OVERDUE_SHARE', 'warning') : null,
    PAY_DRIFT: isDrifting(before, sight) ? of('PAY_DRIFT', 'warning') : null,
    PAY_IRREGULAR: isIrregular(before, sight) ? of('PAY_IRREGULAR', 'info') : null,
    RISK_DOWNGRADED: downgradeLevel(before, sight),
    RISK_UPGRADED: isUpgraded(before, sight) ? of('RISK_UPGRADED', 'info') : null,
    SCORE_JUMP: jumpFrom === null ? null : of('SCORE_JUMP', 'warning'),
  };
  const since: Partial<Record<Family, Day>> = {};
  const conditions: OpenCondition[] = [];
  for (const family of Object.keys(levels) as Family[]) {
    const level = levels[family];
    if (level === null) continue;
    const on = before.since[family] ?? sight.day;
    since[family] = on;
    conditions.push({ ...level, since: on });
  }
  const fallsFrom = levels.RISK_DOWNGRADED === null ? sight.shown : before.fallsFrom;
  const { day, shown, isProvisional } = sight;
  const tonight = { day, shown, score: isProvisional ? null : sight.score };
  const evenings = [...before.evenings, tonight].slice(-7);
  const jumpedOn = since.SCORE_JUMP ?? null;
  const hasSlipped = levels.OVERDUE?.code === 'OVERDUE_FIRST';
  return {
    conditions,
    memory: { since, hasSlipped, fallsFrom, evenings, jumpFrom, jumpedOn, losses },
  };
}

function of(code: string, severity: Level['severity']): Level {
  return { code, severity };
}

/** Overdue beyond a week is news from a new customer, and from one that has been prompt. */
const newsAfterDays = 7;

function isFirstMissed({ since }: ConditionMemory, { arrears, habits }: Sight): boolean {
  const isNew = arrears.tenureDays < 365 || since.FIRST_PAYMENT_MISSED !== undefined;
  return arrears.oldestCleanDays > newsAfterDays && habits.count === 0 && isNew;
}

function overdueLevel(before: ConditionMemory, sight: Sight): Level | null {
  const [, above30, above60, above90] = sight.standing.material;
  if (above90 === true) return of('OVERDUE_90', 'critical');
  if (above60 === true) return of('OVERDUE_60', 'error');
  if (above30 === true) return of('OVERDUE_30', 'warning');
  const mayBeFirst = before.hasSlipped || isPrompt(sight);
  const isSlip = sight.arrears.oldestCleanDays > newsAfterDays && mayBeFirst;
  return isSlip ? of('OVERDUE_FIRST', 'warning') : null;
}

/** A year of custom in which money came, on average, within five days. */
function isPrompt({ arrears, isProvisional }: Sight): boolean {
  const { paidLateMilliDays, tenureDays } = arrears;
  if (isProvisional || tenureDays < 365 || paidLateMilliDays === null) return false;
  return paidLateMilliDays <= 5_000;
}

/** More than half of the balance, until it is less than two fifths. */
function isMostlyOverdue({ since }: ConditionMemory, { arrears }: Sight): boolean {
  const { cleanOverdueMinor, openMinor } = arrears;
  if (cleanOverdueMinor < 50_00) return false;
  if (since.OVERDUE_SHARE === undefined) return 2 * cleanOverdueMinor > openMinor;
  return 5 * cleanOverdueMinor >= 2 * openMinor;
}

/** Better than on the evening before, if anything was known then. */
function isUpgraded({ evenings }: ConditionMemory, { shown }: Sight): boolean {
  const last = evenings.at(-1);
  return last !== undefined && last.score !== null && shown < last.shown;
}

/** The evening of the last seven that the score has risen from by 120 in the same band. */
function jumpStart(before: ConditionMemory, { day, score, shown }: Sight): Evening | null {
  const { jumpFrom, jumpedOn, evenings } = before;
  if (jumpFrom !== null && jumpedOn !== null) {
    const isBack = score - (jumpFrom.score ?? 0) <= 60;
    return isBack || shown > jumpFrom.shown || day >= jumpedOn + 30 ? null : jumpFrom;
  }
  const lowestFirst = evenings
    .filter((evening) => evening.score !== null)
    .toSorted((a, b) => (a.score ?? 0) - (b.score ?? 0) || b.day - a.day);
  return lowestFirst.find((one) => score - (one.score ?? 0) >= 120 && shown <= one.shown) ?? null;
}

function downgradeLevel({ fallsFrom, evenings }: ConditionMemory, { shown }: Sight): Level | null {
  // Who is seen for the first time has not fallen from anywhere.
  if (evenings.length === 0) return null;
  if (shown <= fallsFrom) return null;
  if (shown === 'E') return of('RISK_DOWNGRADED', 'critical');
  const isFar = shown.charCodeAt(0) - fallsFrom.charCodeAt(0) >= 2;
  return of('RISK_DOWNGRADED', isFar || shown === 'D' ? 'error' : 'warning');
}

/** By settlements alone, or with what is unpaid: above five spreads, and down to half of that. */
function isDrifting(before: ConditionMemory, { habits, driftSumMilli }: Sight): boolean {
  if (habits.drift.isAlarm) return true;
  const least = before.since.PAY_DRIFT === undefined ? 5_000 : 2_500;
  return habits.count >= 6 && driftSumMilli > least;
}

/** Scattered by more than ten days, and twice as far as before, until one and a half times. */
function isIrregular(before: ConditionMemory, { habits }: Sight): boolean {
  const times = before.since.PAY_IRREGULAR === undefined ? 2_000 : 1_500;
  const spread = habits.irregularityMilliDays ?? 0;
  return (
    habits.count >= 18 && spread > 10_000 && spread * 1_000 >= times * habits.usualSpreadMilliDays
  );
}
