import fc from 'fast-check';
import { customerWithHistory } from '../../test/customers.ts';
import { issued, paid } from '../../test/events.ts';
import { logicalView } from '../../test/logical-view.ts';
import { MONDAY, Shell, weekdays, worldWith } from '../../test/shell.ts';
import { type Happening, stories } from '../../test/stories.ts';
import { defaultPolicy, MODEL_VERSION, type Policy } from '../index.ts';

const seed = Number(process.env['DUEWATCH_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const runs = Number(process.env['DUEWATCH_RUNS'] ?? 15);

/** B begins and C begins this far from a score. */
const withBounds = (score: number, toB: number, toC: number): Partial<Policy> => ({
  version: `bounds${toB}`,
  bands: { ...defaultPolicy.bands, lowerBounds: [score + toB, score + toC, 990, 1_000] },
});

const activate = (shell: Shell, day: number, rules: Partial<Policy>) => {
  shell.world = worldWith({ calendar: weekdays, rules });
  shell.tell(day, { kind: 'policy.activated' });
};

/** Pays ten days late, steadily, and is in band A by a policy that finds this good. */
function steady(): { shell: Shell; score: number } {
  const world = worldWith({ calendar: weekdays });
  const shell = customerWithHistory({ until: MONDAY, weeks: 40, lateDays: 10, world });
  const { score } = shell.assess();
  activate(shell, MONDAY, withBounds(score, 30, 200));
  expect(standingOf(shell)).toEqual({ score, band: 'A', codes: [] });
  return { shell, score };
}

const standingOf = (shell: Shell) => {
  const { score, bands, conditions } = shell.assess();
  return { score, band: bands.shown, codes: conditions.map(({ code }) => code) };
};

describe('a policy that comes to rule', () => {
  it('is named by the profile, with its content', () => {
    const { shell, score } = steady();
    const before = shell.assess().policyVersion;
    activate(shell, MONDAY, withBounds(score, 31, 200));
    expect(shell.assess().policyVersion).toMatch(/^default@bounds31:/);
    expect(shell.assess().policyVersion).not.toBe(before);
  });

  it('makes a customer worse at once without calling it a downgrade', () => {
    const { shell, score } = steady();
    activate(shell, MONDAY, withBounds(score, -20, -10));
    expect(standingOf(shell)).toEqual({ score, band: 'C', codes: [] });
    shell.advance(MONDAY + 1);
    expect(standingOf(shell)).toMatchObject({ band: 'C', codes: [] });
  });

  it('tells at once what it finds, so that nothing ripens into an alert days later', () => {
    const { shell } = steady();
    shell.tell(MONDAY, issued('LATE', MONDAY - 40, MONDAY - 10, 1_000_00));
    shell.tell(MONDAY, issued('NEW', MONDAY, MONDAY + 60, 2_000_00));
    shell.advance(MONDAY + 1);
    expect(standingOf(shell).codes).not.toContain('OVERDUE_SHARE');
    const overdueShare = { abovePpm: 200_000, pendingDays: 3, clearPpm: 100_000 };
    activate(shell, MONDAY + 1, { version: 'share', overdueShare });
    const found = shell.assess().conditions.find(({ code }) => code === 'OVERDUE_SHARE');
    expect(found).toMatchObject({ pendingUntil: null });
  });

  it('does not make the score jump', () => {
    const { shell, score } = steady();
    for (let day = 1; day <= 4; day += 1) shell.advance(MONDAY + day);
    const dearer = { ...defaultPolicy.points.X1, rest: 200, missing: 200, steps: [] };
    const rules = { points: { ...defaultPolicy.points, X1: dearer } };
    const { bands } = withBounds(score, 400, 500);
    activate(shell, MONDAY + 4, { version: 'dear', ...rules, bands: bands ?? defaultPolicy.bands });
    for (let day = 5; day <= 9; day += 1) shell.advance(MONDAY + day);
    const codes = standingOf(shell).codes;
    expect(shell.profile.score).toBeGreaterThan(score + 130);
    expect(codes).not.toContain('SCORE_JUMP');
  });

  it('makes a customer better at once, without dwell or payment', () => {
    const { shell, score } = steady();
    activate(shell, MONDAY, withBounds(score, -20, -10));
    activate(shell, MONDAY, withBounds(score, 30, 200));
    expect(standingOf(shell).band).toBe('A');
  });

  it('leaves alone who is within the margin of its band', () => {
    const { shell, score } = steady();
    activate(shell, MONDAY, withBounds(score, -1, 200));
    expect(standingOf(shell).band).toBe('B');
    shell.advance(MONDAY + 1);
    const { score: nextDay } = standingOf(shell);
    activate(shell, MONDAY + 1, withBounds(nextDay, 29, 200));
    expect(standingOf(shell).band).toBe('B');
    activate(shell, MONDAY + 1, withBounds(nextDay, 30, 200));
    expect(standingOf(shell).band).toBe('A');
  });

  it('does not free a customer that has a band to earn back', () => {
    const { shell } = steady();
    shell.tell(MONDAY, issued('BIG', MONDAY - 150, MONDAY - 120, 9_000_00));
    shell.advance(MONDAY + 1);
    expect(standingOf(shell).band).toBe('E');
    shell.tell(MONDAY + 1, paid('P', 'BIG', MONDAY + 1, 9_000_00));
    shell.advance(MONDAY + 4);
    const { defaultedOn, curingSince } = shell.profile.now;
    expect(defaultedOn).toBe(MONDAY);
    activate(shell, MONDAY + 4, { version: '2' });
    expect(shell.profile.now).toMatchObject({ defaultedOn, curingSince, shown: 4 });
  });

  it('lets a dwell that has begun go on', () => {
    const { shell, score } = steady();
    activate(shell, MONDAY, withBounds(score, -20, 200));
    shell.profile.closed.betterSince = MONDAY - 5;
    shell.profile.closed.held = 1;
    activate(shell, MONDAY, withBounds(score, 40, 200));
    expect(shell.profile.now).toMatchObject({ held: 1, betterSince: MONDAY - 5 });
  });
});

describe('a profile of an earlier release', () => {
  it('is judged anew before anything else happens to it', () => {
    const { shell } = steady();
    const expected = shell.assess();
    shell.profile.modelVersion = '0';
    shell.profile.sums.late90 = 0;
    shell.beStrict();
    shell.advance(MONDAY + 1);
    expect(shell.profile.modelVersion).toBe(MODEL_VERSION);
    expect(shell.assess().dbt90MilliDays).toBe(expected.dbt90MilliDays);
  });
});

describe('a change of policy', () => {
  const story = stories({ happenings: 25, deals: 30, days: 300 });

  it('gives the same profile whether the days before it passed one by one or at once', () => {
    const play = (happenings: readonly Happening[], to: number, isDaily: boolean): Shell => {
      const shell = new Shell({ world: worldWith({ calendar: weekdays }), isStrict: false });
      let today = happenings[0]?.day ?? 0;
      for (const { day, event } of happenings) {
        while (isDaily && today < day) shell.advance(++today);
        shell.tellStamped(day, event);
      }
      while (isDaily && today < to) shell.advance(++today);
      shell.advance(to);
      return shell;
    };
    const property = fc.property(story, fc.integer({ min: 0, max: 400 }), (happenings, extra) => {
      const to = (happenings.at(-1)?.day ?? 0) + extra;
      const [daily, atOnce] = [true, false].map((isDaily) => {
        const shell = play(happenings, to, isDaily);
        activate(shell, to, {
          version: '2',
          overdue: { ...defaultPolicy.overdue, graceDays: 8 },
          ...withBounds(80, 0, 80),
        });
        shell.advance(to + 100);
        return logicalView(shell.profile, shell.pages());
      });
      expect(atOnce).toEqual(daily);
    });
    fc.assert(property, { seed, numRuns: runs });
  });
});
