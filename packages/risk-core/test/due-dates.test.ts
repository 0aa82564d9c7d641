import fc from 'fast-check';
import { businessDaysAfter, type Calendar, isBusinessDay, onOrAfter } from '../src/index.ts';
import { issued } from './events.ts';
import { MONDAY, Shell, worldWith } from './shell.ts';

const seed = Number(process.env['DUEWATCH_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

/** Any week with a working day in it, any holidays of a year and a half. */
const calendars = fc
  .record({
    weekendMask: fc.integer({ min: 0, max: 0b111_1110 }),
    holidays: fc.uniqueArray(fc.integer({ min: 0, max: 500 }), { maxLength: 40 }),
  })
  .map(
    ({ weekendMask, holidays }): Calendar => ({
      id: 'any',
      weekendMask,
      holidays: new Set(holidays.map((day) => MONDAY + day)),
    }),
  );

const dueIn = fc.integer({ min: 0, max: 120 });
const amount = 1_000_00;

describe('a due date, in any calendar', () => {
  it('is not overdue through the business day after its shifted day, nor within grace', () => {
    const grace = fc.integer({ min: 0, max: 10 });
    const property = fc.property(calendars, dueIn, grace, (calendar, days, graceDays) => {
      const shell = shellIn(calendar, graceDays);
      const dueOn = MONDAY + days;
      shell.tell(MONDAY, issued('I', MONDAY, dueOn, amount));
      const shifted = onOrAfter(calendar, dueOn);
      const first = Math.max(onOrAfter(calendar, shifted + 1), shifted + graceDays + 1);
      shell.advance(first - 1);
      expect(shell.assess().cleanOverdueMinor).toBe(0);
      shell.advance(first);
      const { cleanOverdueMinor, oldestCleanDays } = shell.assess();
      expect([cleanOverdueMinor, oldestCleanDays]).toEqual([amount, first - shifted]);
    });
    fc.assert(property, { seed, numRuns: 300 });
  });

  it('lies on a business day, after no other that is one', () => {
    const property = fc.property(calendars, dueIn, (calendar, days) => {
      const dueOn = MONDAY + days;
      const shifted = onOrAfter(calendar, dueOn);
      expect(isBusinessDay(calendar, shifted)).toBe(true);
      for (let day = dueOn; day < shifted; day += 1) {
        expect(isBusinessDay(calendar, day)).toBe(false);
      }
    });
    fc.assert(property, { seed, numRuns: 1_000 });
  });

  it('is as many business days away in one go as in two', () => {
    const counts = fc.integer({ min: 0, max: 15 });
    const property = fc.property(calendars, dueIn, counts, counts, (calendar, days, a, b) => {
      const from = MONDAY + days;
      const half = businessDaysAfter(calendar, from, a);
      expect(businessDaysAfter(calendar, half, b)).toBe(businessDaysAfter(calendar, from, a + b));
    });
    fc.assert(property, { seed, numRuns: 1_000 });
  });
});

function shellIn(calendar: Calendar, graceDays: number): Shell {
  const world = worldWith({ calendar });
  const overdue = { ...world.policy.overdue, graceDays, ignoreBelowMinor: 0 };
  return new Shell({ world: worldWith({ calendar, rules: { overdue } }), isStrict: false });
}
