import { type Arrears, floorAges } from './arrears.ts';
import type { Day } from './ledger-row.ts';
import { type Band, bands, computedBandOf, lowestScores } from './scorecard.ts';

/** What an evening hands on to the next day. */
export interface Standing {
  /** By score with hysteresis, as if there were no floor. */
  readonly held: Band;
  readonly worsenedOn: Day | null;
  /** Since when the score would do for the next better band. */
  readonly betterSince: Day | null;
  /** Of each floor's age, whether what is older is material. */
  readonly material: readonly boolean[];
  readonly defaultedOn: Day | null;
  /** In default: since when nothing material has been older than 30 days. */
  readonly cleanSince: Day | null;
}

/** Of a customer that nobody has heard of yet. */
export const firstStanding: Standing = {
  held: 'A',
  worsenedOn: null,
  betterSince: null,
  material: floorAges.map(() => false),
  defaultedOn: null,
  cleanSince: null,
};

/** A day's facts, as far as they move the standing. */
export interface DayFacts {
  readonly day: Day;
  readonly score: number;
  readonly lastSettledOn: Day | null;
  readonly arrears: Arrears;
}

/** This evening's standing from last evening's and today's facts. */
export function standingAfter(before: Standing, facts: DayFacts): Standing {
  const material = materialAfter(before, facts.arrears);
  return { ...heldAfter(before, facts), material, ...defaultAfter(before, material, facts.day) };
}

/** More than 500.00 and more than 1 % of exposure; once found so, more than 500.00 is enough. */
function materialAfter(before: Standing, { olderThan, openMinor }: Arrears): readonly boolean[] {
  return olderThan.map((sum, index) => {
    const isShare = sum * 100 > openMinor || before.material[index] === true;
    return sum > 500_00 && isShare;
  });
}

/** It ends after 90 days without anything material older than 30. */
function defaultAfter(
  before: Standing,
  [, above30, , above90]: readonly boolean[],
  day: Day,
): Pick<Standing, 'defaultedOn' | 'cleanSince'> {
  const defaultedOn = before.defaultedOn ?? (above90 === true ? day : null);
  if (defaultedOn === null || above30 === true) return { defaultedOn, cleanSince: null };
  const cleanSince = before.cleanSince ?? day;
  const isCured = day - cleanSince >= 90;
  return isCured ? { defaultedOn: null, cleanSince: null } : { defaultedOn, cleanSince };
}

/**
 * Worse at once and by any number of bands. Better by one: at 30 points below the band's lowest
 * score for 14 days, and with a settlement since the last worsening; then the 14 days start again.
 */
function heldAfter(
  before: Standing,
  { day, score, lastSettledOn }: DayFacts,
): Pick<Standing, 'held' | 'worsenedOn' | 'betterSince'> {
  const { held, worsenedOn } = before;
  const computed = computedBandOf(score);
  if (computed > held) return { held: computed, worsenedOn: day, betterSince: null };
  if (!isGoodEnough(score, held)) return { held, worsenedOn, betterSince: null };
  const betterSince = before.betterSince ?? day;
  const isFresh = lastSettledOn !== null && lastSettledOn > (worsenedOn ?? -1);
  if (day - betterSince < 14 || !isFresh) return { held, worsenedOn, betterSince };
  const better = bands[bands.indexOf(held) - 1] ?? 'A';
  return { held: better, worsenedOn, betterSince: isGoodEnough(score, better) ? day : null };
}

function isGoodEnough(score: number, held: Band): boolean {
  const lowest = lowestScores[bands.indexOf(held) - 1];
  return lowest !== undefined && score <= lowest - 30;
}

/** A fact that alone forces at least a band. */
export interface ForcedBand {
  readonly code: string;
  readonly band: Band;
}

/** The floors of a standing, the gravest cause first. */
export function floorsOf(standing: Standing, isProvisional: boolean): readonly ForcedBand[] {
  const [above14, above30, above60] = standing.material;
  const all: readonly (readonly [holds: boolean | undefined, ForcedBand])[] = [
    [standing.defaultedOn !== null, { code: 'DEFAULT', band: 'E' }],
    [above60, { code: 'OVERDUE_60', band: 'D' }],
    [above30, { code: 'OVERDUE_30', band: 'C' }],
    [above14, { code: 'OVERDUE_14', band: 'B' }],
    [isProvisional, { code: 'PROVISIONAL', band: 'B' }],
  ];
  return all.flatMap(([holds, floor]) => (holds === true ? [floor] : []));
}

/** The worst of the held band and the floors: what the world is told. */
export function shownBandOf({ held }: Standing, floors: readonly ForcedBand[]): Band {
  return floors.reduce((worst, { band }) => (band > worst ? band : worst), held);
}
