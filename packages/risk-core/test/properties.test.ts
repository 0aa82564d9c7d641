import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { pointsFor } from '../src/features/points.ts';
import { featureRules } from '../src/features/scorecard.ts';
import { defaultPolicy, type FeatureCode } from '../src/index.ts';
import { issued, paid } from './events.ts';
import { logicalView } from './logical-view.ts';
import { MONDAY, Shell, type Told, weekdays, worldWith } from './shell.ts';
import { type Happening, stories } from './stories.ts';

/** `DUEWATCH_SEED=n` runs a failure again; `DUEWATCH_RUNS=n` looks harder. */
const seed = Number(process.env['DUEWATCH_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const more = Number(process.env['DUEWATCH_RUNS'] ?? 15) / 15;

/** So many random cases, more when asked for; the seed is printed with any failure. */
function check<T>(runs: number, arbitrary: fc.Arbitrary<T>, predicate: (value: T) => void): void {
  const numRuns = Math.ceil(runs * more);
  fc.assert(fc.property(arbitrary, predicate), { seed, numRuns });
}

const quick = () => new Shell({ world: worldWith({ calendar: weekdays }), isStrict: false });
const view = (shell: Shell) => logicalView(shell.profile, shell.pages());
const story = stories({ happenings: 25, deals: 12, days: 200 });

const folder = join(import.meta.dirname, '..', 'src', 'types', 'events');

/** Every kind that the model knows, as its types spell it. */
const kinds = readdirSync(folder).flatMap((file) => {
  const text = readFileSync(join(folder, file), 'utf8');
  const unions = [...text.matchAll(/readonly kind:([^;]+);/g)].map(([, union = '']) => union);
  return unions.flatMap((union) => [...union.matchAll(/'([^']+)'/g)].map(([, kind = '']) => kind));
});

/** Of the world and not of the customer, of two customers, or without effect. */
const ELSEWHERE = [
  'fx.rates_published',
  'macro_risk.updated',
  'feed.completed',
  'feed.went_silent',
  'feed.resumed',
  'policy.activated',
  'customer.merged',
  'not_modelled',
];

describe('random stories', () => {
  it('hold every kind of event that the model knows', () => {
    const drawn = new Set<string>();
    for (const happenings of fc.sample(story, { seed, numRuns: 400 })) {
      for (const { event } of happenings) drawn.add(event.kind);
    }
    const missing = kinds.filter((kind) => !drawn.has(kind) && !ELSEWHERE.includes(kind));
    expect(kinds.length).toBeGreaterThan(20);
    expect(missing).toEqual([]);
  });
});

describe('the profile of any story', () => {
  it('is the same told in one go or taken up from storage after any event', () => {
    const cut = fc.tuple(story, fc.nat());
    check(200, cut, ([happenings, at]) => {
      const once = quick();
      const resumed = quick();
      const stop = at % (happenings.length + 1);
      happenings.forEach(({ day, event }, index) => {
        if (index === stop) resumed.beStrict();
        once.tellStamped(day, event);
        resumed.tellStamped(day, event);
      });
      expect(view(resumed)).toEqual(view(once));
    });
  });

  it('is the same in any order and with any repetition, told within the horizon', () => {
    const retold = story.chain((happenings) =>
      fc
        .shuffledSubarray([...happenings, ...happenings], {
          minLength: happenings.length,
          maxLength: 2 * happenings.length,
        })
        .map((order) => ({ happenings, order: complete(order, happenings) })),
    );
    check(
      150,
      fc.tuple(retold, fc.integer({ min: 0, max: 100 })),
      ([{ happenings, order }, wait]) => {
        const [told, again] = [quick(), quick()];
        const first = happenings[0]?.day ?? MONDAY;
        const lastWithin = first + told.world.policy.horizonDays - 1;
        const day = Math.min(lastDay(happenings) + wait, lastWithin);
        for (const { event } of happenings) told.tellStamped(day, event);
        for (const { event } of order) again.tellStamped(day, event);
        expect(view(again)).toEqual(view(told));
      },
    );
  });

  it('is the same by any clock steps as by one', () => {
    const steps = fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 12 });
    check(200, fc.tuple(story, steps), ([happenings, gaps]) => {
      const [once, stepwise] = [quick(), quick()];
      for (const { day, event } of happenings) {
        once.tellStamped(day, event);
        stepwise.tellStamped(day, event);
      }
      let day = lastDay(happenings);
      for (const gap of gaps) {
        day += gap;
        stepwise.advance(day);
      }
      once.advance(day);
      expect(view(stepwise)).toEqual(view(once));
    });
  });

  it('takes room for what is open and what happened within the horizon, and no more', () => {
    const long = stories({ happenings: 30, deals: 60, days: 1_500 });
    check(60, long, (happenings) => {
      const shell = quick();
      for (const { day, event } of happenings) shell.tellStamped(day, event);
      const day = lastDay(happenings);
      const { horizonDays } = shell.world.policy;
      const recent = happenings.filter((one) => one.day > day - horizonDays).length;
      const open = shell.profile.itemPages.reduce((sum, { count }) => sum + count, 0);
      expect(sizeOf(shell)).toBeLessThan(ROOM_ALONE + (open + recent) * ROOM_PER_RECORD);
      shell.advance(day + 2 * horizonDays);
      const left = shell.profile.itemPages.reduce((sum, { count }) => sum + count, 0);
      expect(sizeOf(shell)).toBeLessThan(ROOM_ALONE + left * ROOM_PER_RECORD);
    });
  });
});

/** Bytes of a profile by itself, and of one record on a page with all that may lie on it. */
const ROOM_ALONE = 2_500;
const ROOM_PER_RECORD = 300;

function sizeOf(shell: Shell): number {
  const { profile, pages } = shell.sizes();
  return [...pages.values()].reduce((sum, bytes) => sum + bytes, profile);
}

function lastDay(happenings: readonly Happening[]): number {
  return happenings[happenings.length - 1]?.day ?? MONDAY;
}

/** The order, with what it leaves out at the end. */
function complete(order: readonly Happening[], all: readonly Happening[]): Happening[] {
  return [...order, ...all.filter((happening) => !order.includes(happening))];
}

describe('exposure', () => {
  /** What is done to an order, in euros: each move takes no more than there is. */
  const move = fc.record({
    kind: fc.constantFrom('place', 'deliver', 'bill', 'receive', 'apply'),
    order: fc.integer({ min: 0, max: 3 }),
    amount: fc.integer({ min: 1, max: 900 }),
  });

  it('is conserved: an amount moves from stage to stage and is in exactly one of them', () => {
    check(200, fc.array(move, { maxLength: 40, size: 'max' }), (moves) => {
      const shell = quick();
      const books = new Map<number, Book>();
      let expected = 0;
      moves.forEach(({ kind, order, amount }, at) => {
        const book = books.get(order) ?? { ordered: 0, delivered: 0, invoices: [], received: [] };
        books.set(order, book);
        const change = stepOf(kind, book, { order, amount: amount * 100, at });
        if (change === null) return;
        shell.tell(MONDAY, change.event);
        expected += change.exposure;
        const { exposure, exposureMinor } = shell.assess();
        expect(exposureMinor).toBe(expected);
        expect(exposure.reduce((sum, { baseMinor }) => sum + baseMinor, 0)).toBe(expected);
        const negative = exposure.filter(({ stage, baseMinor }) => {
          return stage === 'unapplied_cash' ? baseMinor > 0 : baseMinor < 0;
        });
        expect(negative).toEqual([]);
      });
    });
  });
});

interface Book {
  /** Ordered and not delivered, delivered and not billed. */
  ordered: number;
  delivered: number;
  readonly invoices: { readonly id: string; open: number }[];
  readonly received: { readonly id: string; free: number }[];
}

interface Change {
  readonly event: Told;
  readonly exposure: number;
}

function stepOf(
  kind: string,
  book: Book,
  { order, amount, at }: { readonly order: number; readonly amount: number; readonly at: number },
): Change | null {
  const orderId = `O${order}`;
  const money = { currency: 'EUR', on: MONDAY } as const;
  switch (kind) {
    case 'place': {
      if (book.ordered > 0 || book.delivered > 0 || book.invoices.length > 0) return null;
      book.ordered = amount;
      const amounts = { amountMinor: amount, openMinor: amount };
      return { event: { kind: 'order.placed', orderId, ...amounts, ...money }, exposure: amount };
    }
    case 'deliver': {
      const part = Math.min(amount, book.ordered);
      if (part === 0) return null;
      book.ordered -= part;
      book.delivered += part;
      const deliveryId = `D${at}`;
      const event = { deliveryId, orderId, amountMinor: part, ...money };
      return { event: { kind: 'delivery.dispatched', ...event }, exposure: 0 };
    }
    case 'bill': {
      const part = Math.min(amount, book.delivered);
      if (part === 0) return null;
      book.delivered -= part;
      book.invoices.push({ id: `I${at}`, open: part });
      return { event: issued(`I${at}`, MONDAY, MONDAY + 30, part, { orderId }), exposure: 0 };
    }
    case 'receive': {
      book.received.push({ id: `P${at}`, free: amount });
      const event = { paymentId: `P${at}`, amountMinor: amount, currency: 'EUR', valueOn: MONDAY };
      return { event: { kind: 'payment.received', ...event }, exposure: -amount };
    }
    default: {
      const invoice = book.invoices.find(({ open }) => open > 0);
      const payment = book.received.find(({ free }) => free > 0);
      if (!invoice || !payment) return null;
      const part = Math.min(amount, invoice.open, payment.free);
      invoice.open -= part;
      payment.free -= part;
      return {
        event: paid(payment.id, invoice.id, MONDAY, part, { applicationId: `A${at}` }),
        exposure: 0,
      };
    }
  }
}

describe('the scorecard never rewards what is worse', () => {
  it.each(featureRules.map(({ code }) => code))('%s costs no less for a worse value', (code) => {
    const table = defaultPolicy.points[code];
    const ends = table.steps.map(({ limit }) => limit);
    const around = fc.oneof(
      fc.integer({ min: -200_000, max: 2_000_000 }),
      ...ends.map((limit) => fc.integer({ min: limit - 2, max: limit + 2 })),
    );
    check(50, fc.tuple(around, around), ([a, b]) => {
      const [lower, higher] = a < b ? [a, b] : [b, a];
      const [better, worse] = table.worse === 'higher' ? [lower, higher] : [higher, lower];
      expect(pointsFor(table, worse)).toBeGreaterThanOrEqual(pointsFor(table, better));
    });
  });

  it('an on-time payment in full raises no points but those of irregularity', () => {
    const payment = fc.record({ terms: fc.integer({ min: 1, max: 40 }), early: fc.nat(40) });
    check(150, fc.tuple(story, payment), ([happenings, { terms, early }]) => {
      const shell = quick();
      for (const { day, event } of happenings) shell.tellStamped(day, event);
      const day = lastDay(happenings) + 1;
      const dueOn = day + terms;
      // Not on the day of issue: what comes and goes within a day leaves no trace.
      const paidOn = Math.max(day + 1, dueOn - early);
      shell.tell(day, issued('ON-TIME', day, dueOn, 700_00));
      shell.advance(paidOn);
      const before = shell.assess();
      // The third settlement ends a time in which behaviour costs nothing.
      if (before.provisional) return;
      shell.tell(paidOn, paid('ON-TIME-P', 'ON-TIME', paidOn, 700_00));
      expect(risen(before, shell.assess())).toEqual([]);
    });
  });

  it('a silent day lowers no points before anything leaves a window', () => {
    const young = stories({ happenings: 20, deals: 8, days: 20 });
    check(150, young, (happenings) => {
      const shell = quick();
      for (const { day, event } of happenings) shell.tellStamped(day, event);
      // The shortest window is 30 days, of highest balances.
      const until = (happenings[0]?.day ?? MONDAY) + 29;
      for (let day = lastDay(happenings) + 1; day <= until; day += 1) {
        const before = shell.assess();
        shell.advance(day);
        const fallen = risen(shell.assess(), before).filter((code) => /^[PE]/.test(code));
        expect(fallen).toEqual([]);
      }
    });
  });
});

type Assessed = ReturnType<Shell['assess']>;

/** Rows other than irregularity that cost more after than before. */
function risen(before: Assessed, after: Assessed): FeatureCode[] {
  return after.features
    .filter(({ code, points }) => {
      const known = before.features.find((row) => row.code === code);
      return code !== 'P4' && points > (known?.points ?? 0);
    })
    .map(({ code }) => code);
}
