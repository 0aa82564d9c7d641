import fc from 'fast-check';
import { issued, limitOf, paid, received } from '../../test/events.ts';
import { rebuilt } from '../../test/rebuild.ts';
import { MONDAY, Shell } from '../../test/shell.ts';
import { stories } from '../../test/stories.ts';
import { ITEMS_PER_PAGE, STUBS_PER_PAGE } from '../state/pages.ts';

/** A customer with so many open invoices, due one after another over 120 days, in mixed order. */
function owing(count: number): Shell {
  const shell = new Shell({ isStrict: false });
  for (let index = 0; index < count; index += 1) {
    const dueOn = MONDAY + 30 + ((index * 37) % 120);
    shell.tell(MONDAY, issued(`I${index}`, MONDAY, dueOn, 10_00 + index));
  }
  shell.beStrict();
  return shell;
}

const totalOf = (count: number) => count * 10_00 + (count * (count - 1)) / 2;

describe('a customer with many open invoices', () => {
  it.each([64, 65, 130, 1_200])('of %i invoices holds the sum of all', (count) => {
    const shell = owing(count);
    expect(shell.assess().openMinor).toBe(totalOf(count));
    expect(shell.profile).toEqual(rebuilt(shell));
    const counts = shell.profile.itemPages.map((entry) => entry.count);
    expect(Math.max(...counts)).toBeLessThanOrEqual(ITEMS_PER_PAGE);
    expect(counts.reduce((sum, each) => sum + each, 0)).toBe(count);
  });

  it('loads a few pages for an event, however many there are', () => {
    const shell = owing(1_200);
    expect(shell.profile.itemPages.length).toBeGreaterThan(18);
    shell.advance(MONDAY + 31);
    shell.tell(MONDAY + 31, received('P1', MONDAY + 31, 10_77));
    expect(shell.loads).toBeLessThanOrEqual(4);
    shell.tell(MONDAY + 31, paid('P1', 'I77', MONDAY + 31, 10_77));
    expect(shell.loads).toBeLessThanOrEqual(8);
    shell.tell(MONDAY + 31, limitOf(1_000_00, MONDAY + 31));
    expect(shell.loads).toBeLessThanOrEqual(2);
  });

  it('loads only pages with an item at a boundary on a clock step', () => {
    const shell = owing(1_200);
    shell.advance(MONDAY + 29);
    shell.advance(MONDAY + 30);
    expect(shell.loads).toBeLessThanOrEqual(3);
  });

  it('comes down to nothing when all is paid', () => {
    const shell = owing(200);
    for (let index = 0; index < 200; index += 1) {
      shell.tell(MONDAY + 1, paid(`P${index}`, `I${index}`, MONDAY + 1, 10_00 + index));
    }
    expect(shell.assess()).toMatchObject({ openMinor: 0, settledCount: 200 });
    expect(shell.profile.itemPages).toEqual([]);
    expect([...shell.pages().keys()].filter((ref) => ref.startsWith('w'))).toEqual([]);
    expect(shell.profile).toEqual(rebuilt(shell));
    shell.advance(MONDAY + 402);
    expect(shell.pages().size).toBe(0);
  });

  it('lays cash on the oldest first across pages', () => {
    const shell = owing(300);
    shell.advance(MONDAY + 200);
    const all = shell.assess().cleanOverdueMinor;
    shell.tell(MONDAY + 200, received('P1', MONDAY + 200, 1_000_00));
    expect(shell.assess().cleanOverdueMinor).toBe(all - 1_000_00);
    const oldest = shell.assess().oldestCleanDays;
    expect(oldest).toBeLessThan(170);
    shell.tell(MONDAY + 200, received('P2', MONDAY + 200, all - 1_000_00 - 60_00));
    expect(shell.assess()).toMatchObject({ cleanOverdueMinor: 60_00 });
    expect(shell.assess().oldestCleanDays).toBeLessThan(oldest);
    shell.tell(MONDAY + 200, received('P3', MONDAY + 200, 60_00));
    expect(shell.assess()).toMatchObject({ cleanOverdueMinor: 0, oldestCleanDays: 0 });
  });
});

/** A customer that got and paid nine invoices on each of the last days. */
function settled(days: number, isStrict: boolean): Shell {
  const shell = new Shell({ isStrict });
  for (let day = MONDAY - days; day < MONDAY; day += 1) {
    for (let nth = 0; nth < 9; nth += 1) {
      const id = `S${day}-${nth}`;
      shell.tell(day, issued(id, day, day + 1, 100_00));
      shell.tell(day, received(`P${id}`, day, 100_00));
      shell.tell(day, paid(`P${id}`, id, day, 100_00));
    }
  }
  shell.beStrict();
  return shell;
}

describe('a random story', () => {
  const seed = Number(process.env['DUEWATCH_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
  const runs = Number(process.env['DUEWATCH_RUNS'] ?? 5);

  it.each([
    { past: 'many open invoices', start: () => owing(260) },
    { past: 'many closed ones', start: () => settled(20, false) },
  ])('on top of $past touches no page unasked, and keeps all sums', ({ start }) => {
    const property = fc.property(
      stories({ happenings: 60, deals: 30, days: 200 }),
      (happenings) => {
        const shell = start();
        for (const { day, event } of happenings) shell.tellStamped(day, event);
        shell.advance(MONDAY + 400);
        expect(shell.profile).toEqual(rebuilt(shell));
      },
    );
    fc.assert(property, { seed, numRuns: runs });
  });
});

describe('closed history', () => {
  it('costs an event the pages at the edges of the windows, not all of them', () => {
    const shell = new Shell({ isStrict: false });
    for (let day = 0; day < 600; day += 1) {
      for (const nth of [1, 2, 3, 4, 5, 6]) {
        const id = `I${day}-${nth}`;
        shell.tell(MONDAY + day, issued(id, MONDAY + day, MONDAY + day + 10, 100_00));
        shell.tell(MONDAY + day, paid(`P${id}`, id, MONDAY + day, 100_00));
      }
    }
    shell.beStrict();
    expect(shell.profile.stubPages.length).toBeGreaterThan(15);
    let most = 0;
    for (let day = 600; day < 660; day += 1) {
      shell.tell(MONDAY + day, issued(`N${day}`, MONDAY + day, MONDAY + day + 10, 100_00));
      most = Math.max(most, shell.loads);
    }
    expect(most).toBeLessThanOrEqual(10);
    expect(shell.profile).toEqual(rebuilt(shell));
  });

  it('lies on pages that are nearly full, each day on one of them', () => {
    const shell = settled(40, true);
    const { stubPages } = shell.profile;
    expect(stubPages.length).toBe(6);
    stubPages.reduce((before, next) => {
      expect(before.lastOn).toBeLessThan(next.firstOn);
      expect(before.count).toBe(STUBS_PER_PAGE - 2);
      return next;
    });
    expect(shell.profile).toEqual(rebuilt(shell));
  });

  it('is dropped at the horizon, so that state is bounded by recent activity', () => {
    const shell = new Shell({ isStrict: false });
    const sizes: number[] = [];
    for (let day = 0; day < 1_600; day += 4) {
      const id = `I${day}`;
      shell.tell(MONDAY + day, issued(id, MONDAY + day, MONDAY + day + 10, 100_00));
      shell.tell(MONDAY + day + 2, paid(`P${id}`, id, MONDAY + day + 2, 100_00));
      if (day % 400 === 396) sizes.push([...shell.sizes().pages.values()].reduce((a, b) => a + b));
    }
    expect(sizes).toHaveLength(4);
    expect(Math.max(...sizes.slice(1))).toBeLessThan((sizes[1] ?? 0) * 1.1);
    expect(shell.assess().settledCount).toBe(400);
  });

  it('remembers how the customer settled when the settlements themselves are forgotten', () => {
    const shell = new Shell();
    for (let day = 0; day < 100; day += 10) {
      const id = `I${day}`;
      shell.tell(MONDAY + day, issued(id, MONDAY + day, MONDAY + day, 100_00));
      shell.tell(MONDAY + day + 5, paid(`P${id}`, id, MONDAY + day + 5, 100_00));
    }
    const before = shell.profile.stats;
    shell.advance(MONDAY + 600);
    expect(shell.profile.stubPages).toEqual([]);
    expect(shell.profile.stats).toEqual(before);
  });
});
