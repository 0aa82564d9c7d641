import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { itemKey } from '../../packages/risk-core/src/fold/keys.ts';
import { type BusinessCalendar, weekdaysOnly } from './business-calendar.ts';
import { foldLedger } from './fold-ledger.ts';
import { byCustomer, hasIbmLedger, readIbmLedger } from './ibm-ledger.ts';
import { type BatchProfile, profilesByDay } from './ledger-oracle.ts';
import { type Day, knownFrom, type LedgerRow } from './ledger-row.ts';
import { toldByModel } from './told-profile.ts';

/** `DUEWATCH_SEED=n` runs the same ledgers again. */
const seed = Number(process.env['DUEWATCH_SEED'] ?? fc.sample(fc.nat(), 1)[0]);
const runs = Number(process.env['DUEWATCH_RUNS'] ?? 25);

/** A Monday, 2024-10-07. */
const monday = 20_003;

/** The model's answer on each day that the batch answers for. */
function expectTheSame(
  rows: readonly LedgerRow[],
  batch: readonly BatchProfile[],
  calendar: BusinessCalendar,
): void {
  const days = new Set<Day>(batch.map(({ asOf }) => asOf));
  const folded = foldLedger(rows, { calendar, through: Math.max(...days), days });
  for (const { openCount, ...expected } of batch) {
    const assessment = folded.get(expected.asOf);
    const told = assessment && toldByModel(assessment);
    // Only where they differ is it worth what a readable comparison costs.
    if (isDeepStrictEqual(told, expected)) continue;
    expect({ customerId: rows[0]?.customerId, ...told }).toEqual({
      customerId: rows[0]?.customerId,
      ...expected,
    });
  }
}

describe('the IBM ledger, folded event by event', () => {
  it('gives each customer, at all times, the numbers of a batch over the whole ledger', () => {
    if (!hasIbmLedger()) return;
    const rows = readIbmLedger();
    const customers = byCustomer(rows);
    const through = Math.max(...rows.map(({ settledOn }) => settledOn ?? 0));
    for (const own of customers.values()) {
      const batch = profilesByDay(own, through, weekdaysOnly);
      const eventful = new Set(own.flatMap(({ issuedOn, settledOn }) => [issuedOn, settledOn]));
      const looked = batch.filter(({ asOf }) => eventful.has(asOf) || asOf % 7 === 0);
      expectTheSame(own, looked, weekdaysOnly);
    }
    expect([rows.length, customers.size]).toEqual([2_466, 100]);
  }, 60_000);
});

/** Days after the due date; 300 stands for never. */
const lateness = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: -60, max: 12 }) },
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 45 }) },
  { weight: 1, arbitrary: fc.integer({ min: 30, max: 160 }) },
  { weight: 1, arbitrary: fc.constant(300) },
);

const invoice = fc.record({
  issuedAfter: fc.integer({ min: 0, max: 500 }),
  termDays: fc.constantFrom(0, 7, 14, 30, 30, 30, 60, 120),
  late: lateness,
  amountMinor: fc.oneof(
    fc.integer({ min: 1, max: 60_00 }),
    fc.integer({ min: 100_00, max: 900_00 }),
    fc.integer({ min: 1_000_00, max: 50_000_00 }),
  ),
});

const ledger = fc.array(invoice, { minLength: 1, maxLength: 40 }).map((invoices) =>
  invoices.map(({ issuedAfter, termDays, late, amountMinor }, index): LedgerRow => {
    const issuedOn = monday + issuedAfter;
    const dueOn = issuedOn + termDays;
    const invoiceId = `INV-${index}`;
    // Some are entered a few days after they were paid.
    const settledOn = late === 300 ? null : Math.max(issuedOn - 3, dueOn + late);
    const idOrder = itemKey(invoiceId);
    return { customerId: 'C1', invoiceId, issuedOn, dueOn, amountMinor, settledOn, idOrder };
  }),
);

const calendar: fc.Arbitrary<BusinessCalendar> = fc.record({
  weekendDays: fc.constantFrom([0, 6], [5, 6], []),
  holidays: fc.uniqueArray(fc.integer({ min: monday, max: monday + 700 }), { maxLength: 30 }),
});

describe('any ledger, folded event by event', () => {
  it(`gives, every day, the numbers of a batch over the whole ledger (seed ${seed})`, () => {
    fc.assert(
      fc.property(ledger, calendar, (rows, closed) => {
        expectTheSame(rows, profilesByDay(rows, monday + 700, closed), closed);
      }),
      { seed, numRuns: runs },
    );
  }, 60_000);

  it(`gives them also when days are stepped over (seed ${seed})`, () => {
    const looks = fc.uniqueArray(fc.integer({ min: 0, max: 800 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(ledger, looks, (rows, after) => {
        const first = Math.min(...rows.map(knownFrom));
        const batch = profilesByDay(rows, first + 800, weekdaysOnly);
        const looked = batch.filter(({ asOf }) => after.includes(asOf - first));
        expectTheSame(rows, looked, weekdaysOnly);
      }),
      { seed, numRuns: runs },
    );
  }, 60_000);
});
