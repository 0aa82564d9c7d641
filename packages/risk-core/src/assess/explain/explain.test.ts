import fc from 'fast-check';
import { customerWithHistory } from '../../../test/customers.ts';
import { issued, paid, received } from '../../../test/events.ts';
import { MONDAY, Shell, weekdays, worldWith } from '../../../test/shell.ts';
import { stories } from '../../../test/stories.ts';
import type { Assessment } from '../../index.ts';
import { explain, explainChange } from './contributions.ts';
import { wordings } from './wordings.ts';

const seed = Number(process.env['DUEWATCH_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const runs = Number(process.env['DUEWATCH_RUNS'] ?? 15);

describe('an explanation', () => {
  it('sums up: its rows to the score, and between any two days to the change', () => {
    const story = stories({ happenings: 40, deals: 25, days: 500 });
    const property = fc.property(story, (happenings) => {
      const shell = new Shell({ world: worldWith({ calendar: weekdays }), isStrict: false });
      const seen: Assessment[] = [];
      for (const { day, event } of happenings) {
        shell.tellStamped(day, event);
        const now = shell.assess();
        seen.push(now);
        const { contributions, score } = explain(now);
        expect(contributions.reduce((sum, { points }) => sum + points, 0)).toBe(score);
        for (const before of [seen[0], seen[seen.length - 2], seen[seen.length >> 1]]) {
          if (!before) continue;
          const change = explainChange(before, now);
          const moved = change.contributions.reduce((sum, row) => sum + row.change, 0);
          expect(moved).toBe(now.score - before.score);
          expect(change.change).toBe(moved);
        }
      }
    });
    fc.assert(property, { seed, numRuns: runs });
  });

  it('says what a row shows while it does not count yet', () => {
    const { contributions } = explain(
      customerWithHistory({ until: MONDAY, weeks: 2, lateDays: 50 }).assess(),
    );
    expect(contributions.find(({ code }) => code === 'P1')).toMatchObject({
      value: 50_000,
      points: 0,
      isNeutral: true,
      sampleSize: 2,
    });
    expect(contributions.find(({ code }) => code === 'E1')?.isNeutral).toBe(false);
  });

  it('of a change names the rows that moved, the weightiest first, each with both values', () => {
    const shell = customerWithHistory({ until: MONDAY, weeks: 170, lateDays: 0 });
    const before = shell.assess();
    shell.tell(MONDAY, issued('O1', MONDAY - 70, MONDAY - 40, 1_000_00));
    const { from, to, change, contributions, isRejudged } = explainChange(before, shell.assess());
    expect([from.score, to.score, change]).toEqual([30, 145, 115]);
    expect(contributions.map(({ code, change: points }) => `${code} ${points}`)).toEqual([
      'E1 80',
      'P1 20',
      'E2 15',
    ]);
    expect(contributions[0]).toMatchObject({
      from: { value: 0, points: 0 },
      to: { value: 40, points: 80 },
    });
    expect(isRejudged).toBe(false);
  });

  it('of a change in the rules alone says that another policy judged', () => {
    const shell = customerWithHistory({ until: MONDAY, weeks: 20, lateDays: 10 });
    const before = shell.assess();
    shell.world = worldWith({ rules: { version: '2' } });
    shell.tell(MONDAY, { kind: 'policy.activated' });
    expect(explainChange(before, shell.assess())).toMatchObject({ change: 0, isRejudged: true });
  });

  it('marks what the ledger says as stale while its feed is silent', () => {
    const shell = customerWithHistory({ until: MONDAY, weeks: 20, lateDays: 10 });
    shell.world = worldWith({ isFeedSilent: true });
    shell.tell(MONDAY, { kind: 'feed.went_silent' });
    const stale = explain(shell.assess()).contributions.filter((row) => row.stale);
    expect(stale.map(({ code }) => code).sort()).toEqual(
      ['E1', 'E2', 'P1', 'P2', 'P3', 'P4', 'P5', 'R2'].sort(),
    );
  });
});

describe('a reason', () => {
  it('names the invoices behind it: the oldest ones that nothing covers', () => {
    const shell = customerWithHistory({ until: MONDAY, weeks: 60, lateDays: 0 });
    shell.tell(MONDAY, issued('OLD', MONDAY - 90, MONDAY - 50, 800_00));
    shell.tell(MONDAY, issued('NEWER', MONDAY - 60, MONDAY - 20, 1_000_00));
    const refs = () => {
      const { reasons } = shell.assess();
      return Object.fromEntries(reasons.map((reason) => [reason.code, reason.refs]));
    };
    expect(refs()).toMatchObject({ OVERDUE_30: ['OLD'], E1: ['OLD'], E2: ['OLD'] });
    shell.tell(MONDAY, received('P1', MONDAY, 800_00));
    expect(refs()).toMatchObject({ E1: ['NEWER'] });
    shell.tell(MONDAY, paid('P2', 'NEWER', MONDAY, 1_000_00));
    expect(refs()['E1']).toBeUndefined();
  });

  it('names several where the oldest ones alone are too small to count', () => {
    const shell = customerWithHistory({ until: MONDAY, weeks: 60, lateDays: 0 });
    for (const [id, days] of Object.entries({ A: 40, B: 39, C: 38 })) {
      shell.tell(MONDAY, issued(id, MONDAY - 90, MONDAY - days, 20_00));
    }
    const { reasons } = shell.assess();
    expect(reasons.find(({ code }) => code === 'E1')?.refs).toEqual(['A', 'B', 'C']);
  });

  it('says the same to the customer, in words of its own', () => {
    const shell = customerWithHistory({ until: MONDAY, weeks: 60, lateDays: 0 });
    shell.tell(MONDAY, issued('OLD', MONDAY - 90, MONDAY - 50, 800_00));
    expect(shell.assess().reasons[0]).toMatchObject({
      code: 'OVERDUE_30',
      text: 'Material sum overdue for more than 30 days',
      customerText: 'A considerable undisputed amount has been overdue for weeks.',
    });
  });
});

describe('the wording of reasons', () => {
  it('for customers holds no data and none of our own words', () => {
    const ours = /score|point|band|policy|threshold|risk|provision|[0-9%€$]/i;
    for (const [code, { customer }] of Object.entries(wordings)) {
      expect([code, ours.exec(customer)?.[0]]).toEqual([code, undefined]);
      expect(customer).toMatch(/\.$/);
    }
  });

  it('fits the fields of messages', () => {
    for (const { internal, customer } of Object.values(wordings)) {
      expect(Math.max(internal.length, customer.length)).toBeLessThanOrEqual(120);
    }
  });
});
