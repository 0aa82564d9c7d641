import type { ClosedDay } from '../state/dossier/score-history.ts';
import { FAR } from '../state/records.ts';
import type { EpochDay } from '../types/units.ts';
import { type CustomerFamily, fact, quiet, type Sight } from './family.ts';

/** The memo holds the first day, and score and band of the day that today is compared with. */
const BANDS = 5;
const SCORES = 1_001;

/**
 * The score rose steeply within a week and the band did not change: the customer is on its way to
 * the next one. Over when most of the rise is gone, when the band has said it, or when it has stood
 * for so long that it is news no more.
 */
export const scoreJump: CustomerFamily = {
  code: 'SCORE_JUMP',
  scope: 'customer',
  awaitsApplication: true,
  levels: [{ name: 'SCORE_JUMP', severity: 'warning' }],
  judge(sight, before) {
    const { score } = sight.profile;
    if (before.level > 0) {
      const { score: from, shown } = unpack(before.memo);
      const isOver =
        score - from <= sight.policy.scoreJump.clearPoints ||
        sight.findings.today >= endOf(sight, before.memo);
      return isOver || sight.standing.shown > shown ? quiet : { level: 1, memo: before.memo };
    }
    const from = startOf(sight);
    return from ? { level: 1, memo: pack({ ...from, day: sight.findings.today }) } : quiet;
  },
  evidence({ profile, policy }, { memo }) {
    const from = unpack(memo).score;
    return [
      fact('scoreRise', profile.score - from, policy.scoreJump.points, 'points'),
      fact('score', profile.score, null, 'points'),
    ];
  },
  nextOn: (sight, { level, memo }) => (level > 0 ? endOf(sight, memo) : FAR),
};

function endOf({ policy }: Sight, memo: number): EpochDay {
  return unpack(memo).day + policy.scoreJump.endsAfterDays;
}

/** The lowest close of the week that is far enough below and was told as no better a band. */
function startOf({ profile, standing, policy }: Sight): ClosedDay | undefined {
  let lowest: ClosedDay | undefined;
  for (const day of profile.dossier.scoreHistory?.days ?? none) {
    if (profile.score - day.score < policy.scoreJump.points || standing.shown > day.shown) continue;
    // Of equal ones the latest counts.
    if (lowest === undefined || day.score <= lowest.score) lowest = day;
  }
  return lowest;
}

const none: readonly ClosedDay[] = [];

function pack({ day, score, shown }: ClosedDay): number {
  return (day * SCORES + score) * BANDS + shown;
}

function unpack(memo: number): ClosedDay {
  const both = Math.floor(memo / BANDS);
  return { day: Math.floor(both / SCORES), score: both % SCORES, shown: memo % BANDS };
}
