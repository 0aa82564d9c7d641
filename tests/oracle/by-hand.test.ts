import { type BusinessCalendar, weekdaysOnly } from './business-calendar.ts';
import { type BatchProfile, profilesByDay } from './ledger-oracle.ts';
import type { LedgerRow } from './ledger-row.ts';

/** Day 0 is a Monday, 2024-10-07. */
const monday = 20_003;
const everyDay: BusinessCalendar = { weekendDays: [], holidays: [] };

type Written = readonly [issued: number, due: number, euros: number, settled: number | null];

function rowsOf(written: readonly Written[]): readonly LedgerRow[] {
  return written.map(([issued, due, euros, settled], index) => ({
    customerId: 'C1',
    invoiceId: `I${index}`,
    issuedOn: monday + issued,
    dueOn: monday + due,
    amountMinor: euros * 100,
    settledOn: settled === null ? null : monday + settled,
    idOrder: index,
  }));
}

/** The profile on the evening of a day. */
function on(
  day: number,
  written: readonly Written[],
  calendar: BusinessCalendar = everyDay,
): BatchProfile {
  const profile = profilesByDay(rowsOf(written), monday + day, calendar).at(-1);
  if (profile?.asOf !== monday + day) throw new Error(`nothing is known on day ${day}`);
  return profile;
}

/** Three invoices paid on their due day: enough not to be provisional. */
const prompt: readonly Written[] = [
  [0, 10, 1, 10],
  [0, 11, 1, 11],
  [0, 12, 1, 12],
];

describe('the batch, by hand', () => {
  it('counts seven days beyond terms of an invoice at 30 days that is paid on day 37', () => {
    expect(on(37, [[0, 30, 100, 37]]).dbt90MilliDays).toBe(7_000);
  });

  it('weighs days beyond terms by amount, counts early as 0, and open ones so far', () => {
    const written: readonly Written[] = [
      [0, 10, 100, 20],
      [0, 10, 300, 5],
      [0, 25, 100, null],
    ];
    // (100 × 10 + 300 × 0 + 100 × 5) ÷ 500.
    expect(on(30, written).dbt90MilliDays).toBe(3_000);
  });

  it.each([
    { lateDays: 0, index: 80 },
    { lateDays: 15, index: 70 },
    { lateDays: 30, index: 50 },
    { lateDays: -20, index: 90 },
    { lateDays: 45, index: 45 },
  ])('makes a promptness of $index of $lateDays days late', ({ lateDays, index }) => {
    expect(on(80, [[0, 30, 100, 30 + lateDays]]).promptnessIndex).toBe(index);
  });

  it('shifts a due date on a Saturday to Monday, and counts overdue from Tuesday', () => {
    const saturday: readonly Written[] = [[0, 5, 100, null]];
    expect(on(7, saturday, weekdaysOnly).ageing).toMatchObject({ current: 100_00, d1_30: 0 });
    expect(on(8, saturday, weekdaysOnly).ageing).toMatchObject({ current: 0, d1_30: 100_00 });
    expect(on(10, saturday, weekdaysOnly).oldestCleanDays).toBe(0);
    expect(on(11, saturday, weekdaysOnly).oldestCleanDays).toBe(4);
  });

  it('sorts open items by age', () => {
    const ages = [0, 1, 30, 31, 60, 61, 90, 91, 120, 121];
    const written = ages.map((age, index): Written => [0, 200 - age, 2 ** index, null]);
    expect(on(200, written).ageing).toEqual({
      current: 1_00,
      d1_30: 6_00,
      d31_60: 24_00,
      d61_90: 96_00,
      d91_120: 384_00,
      over_120: 512_00,
    });
  });

  it('takes the age of overdue sums down to which there are fifty in all', () => {
    const written: readonly Written[] = [
      [0, 10, 30, null],
      [0, 20, 19, null],
      [0, 30, 1, null],
    ];
    expect(on(40, written).oldestCleanDays).toBe(10);
  });

  it('measures drift as the fast mean less the slow one', () => {
    const slipping: readonly Written[] = [...prompt, [0, 13, 1, 23]];
    // .35 × 10, and a plain mean of four as long as that weighs more than .08.
    expect(on(23, slipping).driftMilliDays).toBe(3_500 - 2_500);
  });

  it('measures irregularity as the median distance from the median', () => {
    const written: readonly Written[] = [
      [0, 10, 1, 10],
      [0, 10, 1, 20],
      [0, 10, 1, 12],
      [0, 10, 1, 40],
    ];
    // Late 0, 2, 10, 30: the median is 6, distances are 4, 4, 6, 24.
    expect(on(40, written).irregularityMilliDays).toBe(5_000);
  });

  it('counts as late what came more than five days late, by value, for 180 days', () => {
    const written: readonly Written[] = [
      [0, 10, 100, 15],
      [0, 10, 300, 16],
    ];
    expect(on(16, written).lateSharePpm).toBe(750_000);
    expect(on(195, written).lateSharePpm).toBe(1_000_000);
    expect(on(196, written).lateSharePpm).toBeNull();
  });

  it('lets nobody be better than B before three settled invoices', () => {
    expect(on(11, prompt)).toMatchObject({ provisional: true, shownBand: 'B', heldBand: 'A' });
    expect(on(12, prompt)).toMatchObject({ provisional: false, shownBand: 'A', score: 60 });
  });

  it('adds up the score of the catalogue’s rows', () => {
    // One of 1,000 overdue for 20 days, nothing known from outside, known for 120 days.
    const profile = on(120, [...prompt, [0, 100, 1_000, null]]);
    const points = profile.features.filter((row) => row.points > 0);
    expect(points.map((row) => `${row.code} ${row.points}`)).toEqual([
      ...['P1 100', 'E1 40', 'E2 60'],
      ...['X1 15', 'X2 10', 'X3 5', 'R1 20'],
    ]);
    expect(profile).toMatchObject({ score: 250, computedBand: 'B', shownBand: 'B' });
  });

  it.each([
    { age: 30, floors: ['OVERDUE_14'], shown: 'B', condition: undefined },
    { age: 31, floors: ['OVERDUE_30', 'OVERDUE_14'], shown: 'C', condition: 'OVERDUE_30' },
    {
      age: 61,
      floors: ['OVERDUE_60', 'OVERDUE_30', 'OVERDUE_14'],
      shown: 'D',
      condition: 'OVERDUE_60',
    },
  ])('forces $shown by a material sum of $age days', ({ age, floors, shown, condition }) => {
    const profile = on(100 + age, [...prompt, [0, 100, 501, null]]);
    expect(profile.floors.map(({ code }) => code)).toEqual(floors);
    expect(profile.shownBand).toBe(shown);
    const codes = profile.conditions.map(({ code }) => code);
    expect(codes.find((code) => /^OVERDUE_\d/.test(code))).toBe(condition);
  });

  it('forces nothing by a sum that is not material', () => {
    expect(on(200, [...prompt, [0, 100, 500, null]]).floors).toEqual([]);
  });

  it('ends a default after 90 days without anything material older than 30', () => {
    const written: readonly Written[] = [...prompt, [0, 20, 1_000, 120]];
    expect(on(110, written)).toMatchObject({ defaultFlag: false, shownBand: 'D' });
    expect(on(111, written)).toMatchObject({ defaultFlag: true, shownBand: 'E' });
    expect(on(120 + 89, written).defaultFlag).toBe(true);
    expect(on(120 + 90, written).defaultFlag).toBe(false);
  });

  it('gets worse at once, and better by one band after 14 good days and a settlement', () => {
    const written: readonly Written[] = [...prompt, [0, 20, 400, 60]];
    // Overdue: P1 and E1 rise with every day, until all is paid on day 60.
    const before = on(59, written);
    expect(before).toMatchObject({ heldBand: 'C', computedBand: 'C' });
    const paid = on(60, written);
    expect(paid.heldBand).toBe('C');
    const days = profilesByDay(rowsOf(written), monday + 200, everyDay);
    const goodFrom = days.find(({ asOf, score }) => asOf >= monday + 60 && score <= 270);
    const better = days.find(({ asOf, heldBand }) => asOf > monday + 60 && heldBand === 'B');
    expect((better?.asOf ?? 0) - (goodFrom?.asOf ?? 0)).toBe(14);
  });
});
