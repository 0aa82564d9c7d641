import type { EpochDay } from '../../types/units.ts';
import type { Topic } from './topic.ts';

/** How a day closed. `shown` is the rank of the band that was told: 0 is A, 4 is E. */
export interface ClosedDay {
  readonly day: EpochDay;
  readonly score: number;
  readonly shown: number;
}

/**
 * Days of the last week, in order, that no later day makes needless: by a score as low in a band as
 * bad. Exists from the first night on: a customer without it was never seen before today.
 */
export interface ScoreHistory {
  readonly days: ClosedDay[];
  /** Whether nothing was known of behaviour last night: its score and band then say little. */
  wasProvisional: boolean;
}

const SCORE_MAX = 1_000;

/** How far back a score is compared. */
export const JUMP_DAYS = 7;

/** Takes the close of a day in, or of several on which nothing changed. */
export function rememberScore(
  history: ScoreHistory,
  closed: ClosedDay,
  isProvisional: boolean,
): void {
  const { days } = history;
  history.wasProvisional = isProvisional;
  if (isProvisional) {
    days.length = 0;
    return;
  }
  const oldest = closed.day + 1 - JUMP_DAYS;
  for (let index = days.length - 1; index >= 0; index -= 1) {
    const earlier = days[index];
    if (!earlier || earlier.day < oldest || isNeedless(earlier, closed)) days.splice(index, 1);
  }
  days.push(closed);
}

/** What would be a jump from the earlier day is one from the later day, too. */
function isNeedless(earlier: ClosedDay, later: ClosedDay): boolean {
  return later.score <= earlier.score && later.shown >= earlier.shown;
}

/** Other rules score otherwise: the week is told as if they had ruled, so that nothing jumped. */
export function shiftScores({ days }: ScoreHistory, by: number): void {
  days.forEach((day, index) => {
    days[index] = { ...day, score: Math.min(SCORE_MAX, Math.max(0, day.score + by)) };
  });
}

export const scoreHistory: Topic<ScoreHistory> = {
  empty: () => ({ days: [], wasProvisional: true }),
};
