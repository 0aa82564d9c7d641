import type { Arrears } from './arrears.ts';
import type { Day } from './ledger-row.ts';
import type { Band } from './scorecard.ts';
import type { SettlementHabits } from './settlements.ts';
import type { Standing } from './standing.ts';

/** Something worth telling, as it stands on an evening. */
export interface OpenCondition {
  readonly code: string;
  readonly severity: 'warning' | 'error' | 'critical';
  readonly since: Day;
}

/** What conditions of one evening are judged by. */
export interface Sight {
  readonly day: Day;
  readonly arrears: Arrears;
  readonly habits: SettlementHabits;
  readonly standing: Standing;
  readonly shown: Band;
  readonly isProvisional: boolean;
}

/** Families that were open on an evening, with what they remember. */
export interface ConditionMemory {
  readonly since: Readonly<Partial<Record<Family, Day>>>;
  /** The band that an open downgrade fell from, else the one that was shown. */
  readonly fallsFrom: Band;
}

type Family = 'DEFAULTED' | 'FIRST_PAYMENT_MISSED' | 'OVERDUE' | 'PAY_DRIFT' | 'RISK_DOWNGRADED';
type Level = Omit<OpenCondition, 'since'>;

/** A customer is no better than B until it has shown how it pays: that is no downgrade. */
export const firstMemory: ConditionMemory = { since: {}, fallsFrom: 'B' };

/** Judges an evening by its facts and by what was open on the evening before. */
export function conditionsAfter(
  before: ConditionMemory,
  sight: Sight,
): { readonly conditions: readonly OpenCondition[]; readonly memory: ConditionMemory } {
  const levels: Readonly<Record<Family, Level | null>> = {
    DEFAULTED: sight.standing.defaultedOn === null ? null : of('DEFAULTED', 'critical'),
    FIRST_PAYMENT_MISSED: isFirstMissed(before, sight) ? of('FIRST_PAYMENT_MISSED', 'error') : null,
    OVERDUE: overdueLevel(before, sight),
    PAY_DRIFT: sight.habits.isDrifting ? of('PAY_DRIFT', 'warning') : null,
    RISK_DOWNGRADED: downgradeLevel(before, sight),
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
  return { conditions, memory: { since, fallsFrom } };
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
  const isKnown = before.since.OVERDUE !== undefined || isPrompt(sight);
  const isSlip = sight.arrears.oldestCleanDays > newsAfterDays && isKnown;
  return isSlip ? of('OVERDUE_FIRST', 'warning') : null;
}

/** A year of custom in which money came, on average, within five days. */
function isPrompt({ arrears, isProvisional }: Sight): boolean {
  const { paidLateMilliDays, tenureDays } = arrears;
  if (isProvisional || tenureDays < 365 || paidLateMilliDays === null) return false;
  return paidLateMilliDays <= 5_000;
}

function downgradeLevel({ fallsFrom }: ConditionMemory, { shown }: Sight): Level | null {
  if (shown <= fallsFrom) return null;
  if (shown === 'E') return of('RISK_DOWNGRADED', 'critical');
  const isFar = shown.charCodeAt(0) - fallsFrom.charCodeAt(0) >= 2;
  return of('RISK_DOWNGRADED', isFar || shown === 'D' ? 'error' : 'warning');
}
