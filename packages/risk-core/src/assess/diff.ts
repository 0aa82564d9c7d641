import { rankOf } from '../bands/standing.ts';
import type {
  Assessment,
  AssessmentChange,
  ChangeKind,
  Condition,
  Pause,
} from '../types/assessment.ts';

/** What differs between two assessments of one customer. */
export function diffAssessments(
  before: Assessment | undefined,
  after: Assessment,
): AssessmentChange {
  const toBand = after.bands.shown;
  if (!before) {
    return {
      kinds: ['band', 'treatment', 'value'],
      direction: 'same',
      fromBand: null,
      toBand,
      previousScore: null,
      previousTreatment: null,
    };
  }
  const fromBand = before.bands.shown;
  const kinds: ChangeKind[] = [];
  if (fromBand !== toBand) kinds.push('band');
  if (before.treatment !== after.treatment) kinds.push('treatment');
  if (!sameList(before.pauses, after.pauses, samePause)) kinds.push('pause');
  if (!sameList(before.conditions, after.conditions, sameCondition)) kinds.push('condition');
  if (!sameValues(before, after)) kinds.push('value');
  const step = rankOf(toBand) - rankOf(fromBand);
  return {
    kinds,
    direction: step === 0 ? 'same' : step > 0 ? 'worse' : 'better',
    fromBand,
    toBand,
    previousScore: before.score,
    previousTreatment: before.treatment,
  };
}

function sameList<T>(
  before: readonly T[],
  after: readonly T[],
  same: (a: T, b: T) => boolean,
): boolean {
  if (before.length !== after.length) return false;
  return before.every((value, index) => {
    const other = after[index];
    return other !== undefined && same(value, other);
  });
}

function samePause(a: Pause, b: Pause): boolean {
  return (
    a.kind === b.kind && a.ref === b.ref && a.amountMinor === b.amountMinor && a.until === b.until
  );
}

/** Evidence moves with every day; only what alerting acts on makes another condition. */
function sameCondition(a: Condition, b: Condition): boolean {
  return (
    a.code === b.code &&
    a.level === b.level &&
    a.scope === b.scope &&
    a.severity === b.severity &&
    a.since === b.since &&
    a.pendingUntil === b.pendingUntil
  );
}

const values = [
  'score',
  'exposureMinor',
  'openMinor',
  'limitMinor',
  'utilisationPpm',
  'cleanOverdueMinor',
  'disputedMinor',
  'unappliedMinor',
  'oldestCleanDays',
  'dbt30MilliDays',
  'dbt90MilliDays',
  'dbt365MilliDays',
  'promptnessIndex',
  'driftMilliDays',
  'lateSharePpm',
  'irregularityMilliDays',
  'promiseKeptPpm',
  'failedPayments90',
  'settledCount',
  'provisional',
  'nextTransitionOn',
  'policyVersion',
  'calendarId',
  'master',
] as const satisfies readonly (keyof Assessment)[];

function sameValues(before: Assessment, after: Assessment): boolean {
  if (before.bands.held !== after.bands.held) return false;
  if (before.ageing.some(({ baseMinor }, at) => baseMinor !== after.ageing[at]?.baseMinor)) {
    return false;
  }
  return values.every((name) => before[name] === after[name]);
}
