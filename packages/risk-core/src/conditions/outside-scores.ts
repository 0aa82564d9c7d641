import { pointStep } from '../features/points.ts';
import { keyOf } from '../identity/hash.ts';
import { exchange, minorRate, UNKNOWN } from '../money/conversion.ts';
import { multiplyDivideDown, multiplyDivideUp } from '../money/integer.ts';
import type { ScoreReading } from '../state/dossier/external-scores.ts';
import { NEVER } from '../state/records.ts';
import { atLevel, type Before, type Case, type CaseFamily, fact, type Sight } from './family.ts';

const PPM = 1_000_000;

/** A score of one provider: its latest reading, and the best of those before it. */
interface ScoreCase extends Case {
  readonly latest: ScoreReading;
  /** NEVER when nothing comparable came before. */
  readonly bestPpm: number;
  readonly bestLimitMinor: number;
}

const none: readonly ScoreCase[] = [];

/** Scores with a reading that is not stale: of what is too old nothing is known any more. */
function freshScores({ profile, policy }: Sight): readonly ScoreCase[] {
  const { externalScores } = profile.dossier;
  if (externalScores === null) return none;
  const { readings } = externalScores;
  const cases: ScoreCase[] = [];
  let bestPpm = NEVER;
  let bestLimitMinor = NEVER;
  readings.forEach((reading, index) => {
    const { id, worsePpm, limitMinor, limitCurrency } = reading;
    if (readings[index - 1]?.id !== id) {
      bestPpm = NEVER;
      bestLimitMinor = NEVER;
    }
    const next = readings[index + 1];
    if (next?.id === id) {
      bestPpm = bestPpm === NEVER ? worsePpm : Math.min(bestPpm, worsePpm);
      if (next.limitCurrency !== limitCurrency) bestLimitMinor = NEVER;
      else bestLimitMinor = Math.max(bestLimitMinor, limitMinor);
      return;
    }
    if (profile.today - reading.asOf > policy.shelfLife.scoreDays) return;
    cases.push({ key: keyOf(`S${id}`), id, latest: reading, bestPpm, bestLimitMinor });
  });
  return cases;
}

/** What the case is measured against: where it fell from, else the best reading before. */
function referenceOf(best: number, { level, memo }: Before): number {
  return level > 0 ? memo - 1 : best;
}

/** A score is worse by a band of the scorecard or by a share of its own value. */
export const extScoreDrop: CaseFamily<ScoreCase> = {
  code: 'EXT_SCORE_DROP',
  scope: 'case',
  about: 'externalScores',
  levels: [
    { name: 'EXT_SCORE_DROP', severity: 'warning' },
    { name: 'EXT_SCORE_DROP', severity: 'error' },
  ],
  cases: freshScores,
  judge({ policy }, { latest, bestPpm }, before) {
    const reference = referenceOf(bestPpm, before);
    if (reference === NEVER) return atLevel(0);
    const { points, outside } = policy;
    const bands = pointStep(points.X1, latest.worsePpm) - pointStep(points.X1, reference);
    const memo = reference + 1;
    if (bands >= outside.scoreDropErrorBands) return { level: 2, memo };
    const isDrop = bands >= 1 || lostShare(reference, latest.worsePpm) >= outside.scoreDropPpm;
    return isDrop ? { level: 1, memo } : atLevel(0);
  },
  evidence({ policy }, one, { memo }) {
    if (!one) return [];
    const lost = lostShare(memo - 1, one.latest.worsePpm);
    return [
      fact('percentilePpm', one.latest.worsePpm, memo - 1, 'ppm', one.id),
      fact('scoreLostPpm', lost, policy.outside.scoreDropPpm, 'ppm'),
    ];
  },
};

/** How much of what was good is gone. */
function lostShare(beforePpm: number, nowPpm: number): number {
  const good = PPM - beforePpm;
  return good > 0 && nowPpm > beforePpm ? multiplyDivideDown(nowPpm - beforePpm, PPM, good) : 0;
}

/** A provider recommends much less credit than it did, or less than is owed already. */
export const extLimitCut: CaseFamily<ScoreCase> = {
  code: 'EXT_LIMIT_CUT',
  scope: 'case',
  about: 'externalScores',
  levels: [{ name: 'EXT_LIMIT_CUT', severity: 'warning' }],
  cases: freshScores,
  judge(sight, { latest, bestLimitMinor }, before) {
    const { limitMinor } = latest;
    if (limitMinor === NEVER) return atLevel(0);
    const reference = referenceOf(bestLimitMinor, before);
    const isCut = reference !== NEVER && limitMinor <= leftOf(reference, sight);
    const exposure = exposureIn(sight, latest);
    const isOver = exposure !== null && limitMinor < exposure;
    return isCut || isOver ? { level: 1, memo: reference + 1 } : atLevel(0);
  },
  evidence(sight, one, { memo }) {
    if (!one) return [];
    const { latest } = one;
    const currency = latest.limitCurrency || sight.world.rates.base;
    const cut = memo > 0 ? leftOf(memo - 1, sight) : null;
    const exposure = exposureIn(sight, latest);
    return [
      fact('recommendedLimitMinor', latest.limitMinor, cut, 'minor', currency),
      fact('exposureMinor', exposure, latest.limitMinor, 'minor', currency),
    ];
  },
};

/** The largest limit that counts as cut from another. */
function leftOf(limitMinor: number, { policy }: Sight): number {
  return limitMinor - multiplyDivideUp(limitMinor, policy.outside.limitCutPpm, PPM);
}

function exposureIn({ findings, world }: Sight, { limitCurrency }: ScoreReading): number | null {
  const { rates } = world;
  if (limitCurrency === '') return findings.exposureBase;
  const rate = minorRate(rates, limitCurrency, null);
  if (rate === UNKNOWN) return null;
  return exchange(findings.exposureBase, minorRate(rates, rates.base, null), rate);
}
