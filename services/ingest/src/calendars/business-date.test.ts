import fc from 'fast-check';
import { businessDateAt, nextMidnight, startOfBusinessDate } from './business-date.ts';

const at = (text: string): number => Date.parse(text);
const day = (text: string): number => at(`${text}T00:00:00Z`) / 86_400_000;
const iso = (instantMs: number): string => new Date(instantMs).toISOString();

describe('business date', () => {
  it.each([
    ['2026-03-01T22:59:59.999Z', 'Europe/Paris', '2026-03-01'],
    ['2026-03-01T23:00:00.000Z', 'Europe/Paris', '2026-03-02'],
    ['2026-03-02T04:59:59.999Z', 'America/New_York', '2026-03-01'],
    ['2026-03-02T05:00:00.000Z', 'America/New_York', '2026-03-02'],
    ['2026-03-01T10:00:00.000Z', 'Pacific/Kiritimati', '2026-03-02'],
    ['2026-03-02T11:59:59.999Z', 'Etc/GMT+12', '2026-03-01'],
    ['2026-03-01T18:15:00.000Z', 'Asia/Kathmandu', '2026-03-02'],
    ['1969-12-31T23:59:59.999Z', 'UTC', '1969-12-31'],
  ])('at %s in %s is %s', (instant, zone, date) => {
    expect(businessDateAt(at(instant), zone)).toBe(day(date));
  });
});

describe('next midnight', () => {
  it.each([
    ['an ordinary day', '2026-01-15T12:00:00Z', 'Europe/Berlin', '2026-01-15T23:00:00.000Z'],
    ['midnight itself', '2026-01-14T23:00:00Z', 'Europe/Berlin', '2026-01-15T23:00:00.000Z'],
    ['a day of 23 hours', '2026-03-28T23:00:00Z', 'Europe/Berlin', '2026-03-29T22:00:00.000Z'],
    ['a day of 25 hours', '2026-10-24T22:00:00Z', 'Europe/Berlin', '2026-10-25T23:00:00.000Z'],
    [
      'a midnight that does not exist',
      '2026-04-23T20:00:00Z',
      'Africa/Cairo',
      '2026-04-23T22:00:00.000Z',
    ],
    ['a date that was skipped', '2011-12-30T00:00:00Z', 'Pacific/Apia', '2011-12-30T10:00:00.000Z'],
  ])('after %s', (_, instant, zone, expected) => {
    expect(iso(nextMidnight(at(instant), zone))).toBe(expected);
  });

  it('comes after the instant and begins a new date, in every zone through a year', () => {
    const zones = ['Europe/London', 'America/Sao_Paulo', 'Australia/Lord_Howe', 'Asia/Beirut'];
    for (const zone of zones) {
      let instant = at('2026-01-01T00:00:00Z');
      for (let n = 0; n < 365; n += 1) {
        const today = businessDateAt(instant, zone);
        const next = nextMidnight(instant, zone);
        expect(next).toBeGreaterThan(instant);
        expect(businessDateAt(next, zone)).toBe(today + 1);
        expect(businessDateAt(next - 1, zone)).toBe(today);
        instant = next;
      }
    }
  });
});

describe('start of a business date', () => {
  it('is the first instant of it, on any date in any zone', () => {
    const zone = fc.constantFrom(...Intl.supportedValuesOf('timeZone'));
    const date = fc.integer({ min: day('1995-01-01'), max: day('2040-12-31') });
    const property = fc.property(zone, date, (timeZone, on) => {
      const start = startOfBusinessDate(on, timeZone);
      expect(businessDateAt(start, timeZone)).toBeGreaterThanOrEqual(on);
      expect(businessDateAt(start - 1, timeZone)).toBeLessThan(on);
      expect(nextMidnight(start - 1, timeZone)).toBe(start);
    });
    fc.assert(property, { numRuns: 300 });
  });

  it('is found for a date long gone', () => {
    const start = startOfBusinessDate(day('2020-07-01'), 'America/New_York');
    expect(iso(start)).toBe('2020-07-01T04:00:00.000Z');
  });
});
