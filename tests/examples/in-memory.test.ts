import { epochDayOf } from '@duewatch/contracts';
import type { Assessment } from '@duewatch/risk-core';
import { foldFile } from '../../tools/run/src/fold/fold-file.ts';
import { instantOf, readConditionStory, storyNames, storyPath } from './expectation.ts';
import { StoryPlay } from './play-story.ts';

/** What does not depend on which of the quiet days the customer was last looked at. */
function lasting(assessment: Assessment | undefined) {
  if (assessment === undefined) return undefined;
  const { score, bands, floors, treatment, openMinor, exposureMinor } = assessment;
  const conditions = assessment.conditions.map(({ level, scope, since, pendingUntil }) => {
    return { level, scope, since, pendingUntil };
  });
  return { score, bands, floors, treatment, openMinor, exposureMinor, conditions };
}

describe.each(storyNames())('the story of %s, folded in memory', (name) => {
  it('comes to what the stream comes to', async () => {
    const { states } = readConditionStory(name);
    const play = new StoryPlay(storyPath(name));
    // The ends of days: at an instant within a day the file cannot be cut.
    const days = states.filter(({ at }) => epochDayOf(at) !== undefined);
    for (const { at, customer } of [...days.slice(0, 3), ...days.slice(-1)]) {
      play.playUntil(instantOf(at));
      const asOf = epochDayOf(at) ?? 0;
      const folded = await foldFile({ file: storyPath(name), asOf });
      const found = [...folded.customers()].find(({ customerId }) => customerId === customer);
      expect(lasting(found?.assessment)).toEqual(lasting(play.assessment(customer)));
      expect(folded.badLines).toEqual([]);
    }
  });
});

it('folding in one share or in six comes to the same', async () => {
  const file = storyPath('LIMIT');
  const whole = await foldFile({ file });
  const parts = await foldFile({ file, partitions: 6 });
  const of = (folded: typeof whole) =>
    [...folded.customers()].map(({ customerId, assessment }) => ({ customerId, ...assessment }));
  expect(of(parts)).toEqual(of(whole));
});
