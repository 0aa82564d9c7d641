import { type AgeingBucket, type Arrears, arrearsOn } from './arrears.ts';
import type { BusinessCalendar } from './business-calendar.ts';
import {
  type ConditionMemory,
  conditionsAfter,
  firstMemory,
  type OpenCondition,
} from './conditions.ts';
import { sumWithUnpaid } from './drift.ts';
import { type Day, knownFrom, type LedgerRow } from './ledger-row.ts';
import {
  type Band,
  computedBandOf,
  featuresOf,
  type ScoredFeature,
  scoreOf,
  treatments,
} from './scorecard.ts';
import { habitsOn, type SettlementHabits } from './settlements.ts';
import {
  type ForcedBand,
  firstStanding,
  floorsOf,
  type Standing,
  shownBandOf,
  standingAfter,
} from './standing.ts';

/** A customer's profile on the evening of a day, as the ledger alone gives it. */
export interface BatchProfile {
  readonly asOf: Day;
  readonly settledCount: number;
  readonly openCount: number;
  readonly openMinor: number;
  readonly exposureMinor: number;
  readonly ageing: Readonly<Record<AgeingBucket, number>>;
  readonly cleanOverdueMinor: number;
  readonly oldestCleanDays: number;
  readonly dbt30MilliDays: number | null;
  readonly dbt90MilliDays: number | null;
  readonly dbt365MilliDays: number | null;
  readonly promptnessIndex: number | null;
  readonly driftMilliDays: number | null;
  readonly lateSharePpm: number | null;
  readonly irregularityMilliDays: number | null;
  readonly features: readonly ScoredFeature[];
  readonly score: number;
  readonly computedBand: Band;
  readonly heldBand: Band;
  readonly shownBand: Band;
  readonly floors: readonly ForcedBand[];
  readonly provisional: boolean;
  readonly defaultFlag: boolean;
  readonly sicrFlag: boolean;
  readonly treatment: string;
  /** Codes, the weightiest first. */
  readonly reasons: readonly string[];
  readonly conditions: readonly OpenCondition[];
}

/** Settled invoices below which nothing can be said of behaviour. */
const provisionalBelow = 3;

/**
 * One customer's profile on every day from the first that the ledger knows of it. A batch: each
 * day is worked out from all rows, and only what has a memory by its nature (bands, conditions)
 * looks at the evening before.
 */
export function profilesByDay(
  rows: readonly LedgerRow[],
  through: Day,
  calendar: BusinessCalendar,
): readonly BatchProfile[] {
  const profiles: BatchProfile[] = [];
  let standing = firstStanding;
  let memory = firstMemory;
  for (let day = Math.min(...rows.map(knownFrom)); day <= through; day += 1) {
    const evening = eveningOf(rows, day, calendar, { standing, memory });
    ({ standing, memory } = evening);
    profiles.push(evening.profile);
  }
  return profiles;
}

interface Memory {
  readonly standing: Standing;
  readonly memory: ConditionMemory;
}

function eveningOf(
  rows: readonly LedgerRow[],
  day: Day,
  calendar: BusinessCalendar,
  before: Memory,
): Memory & { readonly profile: BatchProfile } {
  const arrears = arrearsOn(rows, day, calendar);
  const habits = habitsOn(rows, day, calendar);
  const isProvisional = habits.count < provisionalBelow;
  const features = featuresOf({ ...arrears, ...habits, isProvisional });
  const score = scoreOf(features);
  const { lastSettledOn } = habits;
  const standing = standingAfter(before.standing, { day, score, lastSettledOn, arrears });
  const floors = floorsOf(standing, isProvisional);
  const shown = shownBandOf(standing, floors);
  const driftSumMilli = sumWithUnpaid(habits.drift, rows, day, calendar);
  const sight = { day, arrears, habits, driftSumMilli, standing, shown, score, isProvisional };
  const { conditions, memory } = conditionsAfter(before.memory, sight);
  const profile: BatchProfile = {
    asOf: day,
    ...figuresOf(arrears, habits),
    features,
    score,
    computedBand: computedBandOf(score),
    heldBand: standing.held,
    shownBand: shown,
    floors,
    provisional: isProvisional,
    defaultFlag: standing.defaultedOn !== null,
    sicrFlag: standing.defaultedOn !== null || standing.material[1] === true,
    treatment: treatments[shown],
    reasons: reasonsOf(features, floors, standing.held, shown),
    conditions,
  };
  return { profile, standing, memory };
}

function figuresOf(arrears: Arrears, habits: SettlementHabits) {
  const { openCount, openMinor, ageing, cleanOverdueMinor, oldestCleanDays } = arrears;
  const { dbt30MilliDays, dbt90MilliDays, dbt365MilliDays } = arrears;
  const { promptnessIndex, lateSharePpm } = arrears;
  const { count: settledCount, driftMilliDays, irregularityMilliDays } = habits;
  return {
    ...{ settledCount, openCount, openMinor, ageing, cleanOverdueMinor, oldestCleanDays },
    // Money of a ledger lies on its invoices and orders are unknown: what is open is at risk.
    exposureMinor: openMinor,
    ...{ dbt30MilliDays, dbt90MilliDays, dbt365MilliDays, promptnessIndex },
    ...{ driftMilliDays, lateSharePpm, irregularityMilliDays },
  };
}

/** At most four: the floors that set the band, then what costs most. */
function reasonsOf(
  features: readonly ScoredFeature[],
  floors: readonly ForcedBand[],
  held: Band,
  shown: Band,
): readonly string[] {
  const decisive = floors.filter(({ band }) => band === shown && shown > held);
  const costly = features.filter(({ points }) => points > 0);
  const sorted = [...costly].sort((a, b) => b.points - a.points);
  const rows = sorted.map(({ code, value }) => (value === null ? `${code}_MISSING` : code));
  return [...decisive.map(({ code }) => code), ...rows].slice(0, 4);
}
