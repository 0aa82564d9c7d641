import type { Calendar } from '../types/world.ts';
import { businessDayBefore, businessDaysAfter, isBusinessDay, onOrAfter } from './business-days.ts';

/** 2024-12-23, a Monday; Christmas and Boxing Day are holidays. */
const MONDAY = 20_080;
const calendar: Calendar = {
  id: 'de',
  weekendMask: 0b1000001,
  holidays: new Set([MONDAY + 2, MONDAY + 3]),
};

describe('a business calendar', () => {
  it('knows the weekend from the day number alone', () => {
    const week = [0, 1, 4, 5, 6, 7].map((days) => isBusinessDay(calendar, MONDAY + days));
    expect(week).toEqual([true, true, true, false, false, true]);
  });

  it('shifts a due date on a holiday to the next working day', () => {
    expect(onOrAfter(calendar, MONDAY + 2)).toBe(MONDAY + 4);
    expect(onOrAfter(calendar, MONDAY + 5)).toBe(MONDAY + 7);
    expect(onOrAfter(calendar, MONDAY)).toBe(MONDAY);
  });

  it('steps over weekend and holidays when it counts business days', () => {
    expect(businessDaysAfter(calendar, MONDAY + 1, 2)).toBe(MONDAY + 7);
    expect(businessDaysAfter(calendar, MONDAY, 0)).toBe(MONDAY);
    expect(businessDayBefore(calendar, MONDAY + 4)).toBe(MONDAY + 1);
  });

  it('comes back from a calendar without a single business day', () => {
    const closed = { id: 'closed', weekendMask: 0b1111111, holidays: new Set<number>() };
    expect(onOrAfter(closed, MONDAY)).toBeGreaterThan(MONDAY);
    expect(businessDayBefore(closed, MONDAY)).toBeLessThan(MONDAY);
  });
});
