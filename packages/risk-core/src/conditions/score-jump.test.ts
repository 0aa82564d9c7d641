import { MONDAY, worldWith } from '../../test/shell.ts';
import { measure } from '../features/measure.ts';
import { createProfile, defaultPolicy, type Policy } from '../index.ts';
import { ageClassesOf } from '../policy/age-classes.ts';
import { closeTopic, fillTopic } from '../state/dossier/dossier.ts';
import { rememberScore } from '../state/dossier/score-history.ts';
import type { Before, Sight } from './family.ts';
import { quiet } from './family.ts';
import { scoreJump } from './score-jump.ts';

const policy: Policy = defaultPolicy;

/** Scores of the days before Monday, the last one of Sunday; all told as band C. */
function sightOf(score: number, closes: readonly number[], shown = 2): Sight {
  const profile = createProfile('c');
  profile.today = MONDAY;
  profile.score = score;
  profile.now.shown = shown;
  const history = { days: [], wasProvisional: false };
  closes.forEach((close, index) => {
    rememberScore(history, { day: MONDAY - closes.length + index, score: close, shown: 2 }, false);
  });
  fillTopic(profile.dossier, 'scoreHistory', history);
  const world = worldWith();
  const findings = measure(profile, world, ageClassesOf(policy));
  return { profile, findings, standing: profile.now, policy, world };
}

const judge = (sight: Sight, before: Before = quiet) => scoreJump.judge(sight, before).level;

describe('SCORE_JUMP', () => {
  it.each([
    [419, 0],
    [420, 1],
    [421, 1],
  ])('at %i points after a week at 300 is at level %i', (score, level) => {
    expect(judge(sightOf(score, [300, 300, 310]))).toBe(level);
  });

  it('compares with the lowest close of seven days, and with no older one', () => {
    const week = [310, 320, 330, 340, 350, 360];
    expect(judge(sightOf(420, [300, ...week]))).toBe(1);
    expect(judge(sightOf(420, [300, 301, ...week]))).toBe(0);
  });

  it('compares with a day in the same band though a later one was lower in a better band', () => {
    const sight = sightOf(420, [300]);
    rememberScore(
      sight.profile.dossier.scoreHistory ?? { days: [], wasProvisional: false },
      { day: MONDAY - 1, score: 290, shown: 1 },
      false,
    );
    expect(judge(sight)).toBe(1);
  });

  it('leaves it to the band when that has changed', () => {
    expect(judge(sightOf(460, [300], 3))).toBe(0);
    expect(judge(sightOf(460, [300], 1))).toBe(1);
  });

  it.each([
    [361, 1],
    [360, 0],
    [359, 0],
  ])(
    'from 300 is over when the score is back within 60: at %i it is at level %i',
    (score, level) => {
      const { memo } = scoreJump.judge(sightOf(420, [300]), quiet);
      expect(judge(sightOf(score, [415]), { level: 1, memo })).toBe(level);
    },
  );

  it('is over when the band has said it', () => {
    const { memo } = scoreJump.judge(sightOf(420, [300]), quiet);
    expect(judge(sightOf(460, [415], 3), { level: 1, memo })).toBe(0);
  });

  it.each([
    [29, 1],
    [30, 0],
  ])('after %i days is at level %i', (days, level) => {
    const { memo } = scoreJump.judge(sightOf(420, [300]), quiet);
    const later = sightOf(420, [415]);
    const findings = { ...later.findings, today: MONDAY + days };
    expect(judge({ ...later, findings }, { level: 1, memo })).toBe(level);
  });

  it('compares with no score of a provisional customer', () => {
    const history = { days: [], wasProvisional: false };
    rememberScore(history, { day: MONDAY, score: 15, shown: 1 }, true);
    expect(history).toEqual({ days: [], wasProvisional: true });
  });

  it('says nothing of who is seen for the first time', () => {
    const sight = sightOf(900, [0]);
    closeTopic(sight.profile.dossier, 'scoreHistory');
    expect(judge(sight)).toBe(0);
  });
});
