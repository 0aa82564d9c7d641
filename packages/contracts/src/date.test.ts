import fc from 'fast-check';
import {
  EPOCH_DAY_MAX,
  EPOCH_DAY_MIN,
  epochDayOf,
  epochMsOf,
  isoDateOf,
  isoInstantOf,
} from './date.ts';

const DAY_MS = 86_400_000;

describe('business dates', () => {
  it.each([
    ['1970-01-01', 0],
    ['1969-12-31', -1],
    ['2000-02-29', 11_016],
    ['2026-03-01', 20_513],
    ['0001-01-01', EPOCH_DAY_MIN],
    ['9999-12-31', EPOCH_DAY_MAX],
  ])('%s is day %d', (iso, day) => {
    expect(epochDayOf(iso)).toBe(day);
    expect(isoDateOf(day)).toBe(iso);
  });

  it('agree with the engine’s calendar on every day of 0001 to 9999', () => {
    for (let day = EPOCH_DAY_MIN; day <= EPOCH_DAY_MAX; day += 13) {
      const iso = new Date(day * DAY_MS).toISOString().slice(0, 10);
      if (isoDateOf(day) !== iso || epochDayOf(iso) !== day)
        throw new Error(`${iso} is not ${day}`);
    }
  });

  it.each([
    '2026-02-30',
    '2025-02-29',
    '1900-02-29',
    '2026-04-31',
    '2026-13-01',
    '2026-00-10',
    '2026-01-00',
    '0000-01-01',
    '2026-1-1',
    '2026/01/01',
    '20260101',
    '2026-01-01T00:00:00Z',
    ' 2026-01-01',
    '-026-01-01',
    '２０２６-01-01',
    '',
  ])('refuse %j', (text) => {
    expect(epochDayOf(text)).toBeUndefined();
  });

  it('are refused outside the years with four digits', () => {
    for (const day of [EPOCH_DAY_MIN - 1, EPOCH_DAY_MAX + 1, 0.5, Number.NaN]) {
      expect(() => isoDateOf(day)).toThrow(RangeError);
    }
  });
});

describe('instants', () => {
  it.each([
    ['1970-01-01T00:00:00Z', 0],
    ['1970-01-01t00:00:00z', 0],
    ['2026-03-01T09:30:00.5+01:00', Date.UTC(2026, 2, 1, 8, 30, 0, 500)],
    ['2026-03-01T00:00:00-05:30', Date.UTC(2026, 2, 1, 5, 30)],
    ['2026-03-01T09:30:00.123987Z', Date.UTC(2026, 2, 1, 9, 30, 0, 123)],
    ['1969-12-31T23:59:59.999Z', -1],
  ])('%s is %d', (text, instant) => {
    expect(epochMsOf(text)).toBe(instant);
  });

  it('survive being written and read', () => {
    const instants = fc.integer({ min: EPOCH_DAY_MIN * DAY_MS, max: EPOCH_DAY_MAX * DAY_MS });
    fc.assert(
      fc.property(instants, (instant) => {
        expect(epochMsOf(isoInstantOf(instant))).toBe(instant);
        expect(isoInstantOf(instant)).toBe(new Date(instant).toISOString());
      }),
    );
  });

  it.each([
    '2026-03-01',
    '2026-03-01T09:30Z',
    '2026-03-01T09:30:00',
    '2026-03-01T24:00:00Z',
    '2026-03-01T09:60:00Z',
    '2026-03-01T09:30:60Z',
    '2026-03-01T09:30:00.Z',
    '2026-03-01T09:30:00+1:00',
    '2026-03-01T09:30:00+01:00x',
    '2026-03-01T09:30:00Z ',
    '2026-02-30T09:30:00Z',
    '9999-12-31T23:59:59-01:00',
    '0001-01-01T00:00:00+01:00',
  ])('refuse %j', (text) => {
    expect(epochMsOf(text)).toBeUndefined();
  });
});
