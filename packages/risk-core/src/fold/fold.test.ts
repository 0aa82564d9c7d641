import fc from 'fast-check';
import { logicalView } from '../../test/logical-view.ts';
import { rebuilt } from '../../test/rebuild.ts';
import { Shell, weekdays, worldWith } from '../../test/shell.ts';
import { type Happening, stories } from '../../test/stories.ts';
import { defaultPolicy, type Policy } from '../index.ts';

/** Random stories per property; more at night, the same ones again with a printed seed. */
const seed = Number(process.env['DUEWATCH_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const runs = Number(process.env['DUEWATCH_RUNS'] ?? 15);

/** Prints the seed with any failure; `DUEWATCH_SEED=n` runs it again. */
function check<T>(arbitrary: fc.Arbitrary<T>, predicate: (value: T) => void): void {
  fc.assert(fc.property(arbitrary, predicate), { seed, numRuns: runs });
}

function play(happenings: readonly Happening[], until: number): Shell {
  const shell = new Shell({ world: worldWith({ calendar: weekdays }) });
  for (const { day, event } of happenings) shell.tellStamped(day, event);
  shell.advance(until);
  return shell;
}

/** A year and a half without events after the story. */
function silence(happenings: readonly Happening[]): { day: number; event: undefined }[] {
  return [{ day: (happenings[happenings.length - 1]?.day ?? 0) + 500, event: undefined }];
}

/** What others act on. As text, because comparing thousands of texts is quick. */
function decisions(shell: Shell): string {
  const { features, bands, conditions, treatment } = shell.assess();
  const points = features.map(({ code, points: cost }) => `${code} ${cost}`);
  const told = conditions.map(({ evidence, ...condition }) => condition);
  return JSON.stringify({ points, bands, treatment, told }, null, 1);
}

const view = (shell: Shell) => logicalView(shell.profile, shell.pages());

describe('a fold', () => {
  const story = stories({ happenings: 30, deals: 30, days: 250 });
  const longStory = stories({ happenings: 20, deals: 60, days: 900 });

  it('keeps sums, statistics and directory equal to what the records add up to', () => {
    check(fc.tuple(longStory, fc.integer({ min: 0, max: 500 })), ([happenings, extra]) => {
      const last = happenings[happenings.length - 1]?.day ?? 0;
      const shell = play(happenings, last + extra);
      expect(shell.profile).toEqual(rebuilt(shell));
    });
  });

  it('adds up the same under a new policy as if that had ruled from the start', () => {
    const floorDays: Policy['overdue']['floorDays'] = [20, 35, 60, 100];
    const rules = {
      version: '2',
      overdue: { ...defaultPolicy.overdue, graceDays: 10, floorDays },
    };
    check(story, (happenings) => {
      const day = (happenings[happenings.length - 1]?.day ?? 0) + 20;
      const shell = play(happenings, day);
      shell.world = worldWith({ calendar: weekdays, rules });
      shell.tell(day, { kind: 'policy.activated' });
      expect(shell.assess().policyVersion).toMatch(/^default@2:/);
      expect(shell.profile).toEqual(rebuilt(shell));
    });
  });

  it('comes to the same profile by many clock steps as by one', () => {
    check(fc.tuple(longStory, fc.integer({ min: 1, max: 500 })), ([happenings, extra]) => {
      const last = happenings[happenings.length - 1]?.day ?? 0;
      const once = play(happenings, last + extra);
      const daily = new Shell({ world: worldWith({ calendar: weekdays }), isStrict: false });
      let today = happenings[0]?.day ?? 0;
      for (const { day, event } of happenings) {
        while (today < day) daily.advance(++today);
        daily.tellStamped(day, event);
      }
      while (today < last + extra) daily.advance(++today);
      expect(view(daily)).toEqual(view(once));
    });
  });

  it('changes no point, band, condition or treatment before the day that it names', () => {
    check(longStory, (happenings) => {
      const shell = new Shell({ world: worldWith({ calendar: weekdays }), isStrict: false });
      let today = happenings[0]?.day ?? 0;
      for (const { day, event } of [...happenings, ...silence(happenings)]) {
        while (today < day) {
          const named = shell.profile.nextOn;
          const before = decisions(shell);
          shell.advance(++today);
          if (today < named && decisions(shell) !== before) {
            expect(decisions(shell)).toBe(before);
          }
        }
        if (event) shell.tellStamped(day, event);
      }
    });
  });

  it('comes to the same profile whatever the order and repetition of events within a day', () => {
    const shuffled = story.chain((happenings) =>
      fc
        .shuffledSubarray([...happenings, ...happenings], {
          minLength: 2 * happenings.length,
          maxLength: 2 * happenings.length,
        })
        .map((order) => ({ happenings, order })),
    );
    check(fc.tuple(shuffled, fc.integer({ min: 0, max: 30 })), ([{ happenings, order }, extra]) => {
      const day = (happenings[happenings.length - 1]?.day ?? 0) + extra;
      const told = new Shell();
      for (const { event } of happenings) told.tellStamped(day, event);
      const retold = new Shell();
      for (const { event } of order) retold.tellStamped(day, event);
      expect(view(retold)).toEqual(view(told));
    });
  });
});
