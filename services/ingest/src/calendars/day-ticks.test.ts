import { createManualClock } from '@duewatch/config';
import { silentLog } from '@duewatch/telemetry';
import { ingestSettings } from '../config.ts';
import { createMemoryMarkStore } from '../memory-mark-store.ts';
import { cashDeadline } from './cash-deadline.ts';
import { createDayTicks } from './day-ticks.ts';

function parseCalendar(calendar: Record<string, unknown>) {
  const [parsed] = ingestSettings.parse({ calendars: [calendar] }).calendars;
  if (parsed === undefined) throw new Error('no calendar');
  return parsed;
}

const iso = (date: number): string => new Date(date * 86_400_000).toISOString().slice(0, 10);
const dayMs = 86_400_000;

function set(now: string, options: { zones?: Record<string, string> } = {}) {
  const clock = createManualClock(Date.parse(now));
  const marks = createMemoryMarkStore();
  const written: string[] = [];
  const said: unknown[] = [];
  const released: string[] = [];
  const fault = { isKafkaAway: false };
  const zones = options.zones ?? { paris: 'Europe/Paris' };
  const begin = () =>
    createDayTicks({
      calendars: Object.entries(zones).map(([calendarId, timeZone]) => ({
        calendarId,
        timeZone,
        cashDeadline: (date) => cashDeadline(parseCalendar({ calendarId, timeZone }), date),
      })),
      clock,
      marks,
      log: { ...silentLog, info: (_message, facts) => void said.push(facts) },
      async writeTick(calendarId, date) {
        if (fault.isKafkaAway) throw new Error('no broker');
        written.push(`${calendarId} ${iso(date)}`);
      },
      async releaseCash(calendarId, date) {
        if (fault.isKafkaAway) throw new Error('no broker');
        released.push(`${calendarId} ${iso(date)} after ${written.at(-1)}`);
      },
    });
  return { clock, marks, said, written, released, fault, begin };
}

describe('business days of live calendars', () => {
  it('begin with today on the first start ever', async () => {
    const { written, said, begin } = set('2026-03-01T12:00:00Z');
    const ticks = begin();
    await ticks.start();
    expect(written).toEqual(['paris 2026-03-01']);
    expect(said).toEqual([{ calendarId: 'paris', date: '2026-03-01' }]);
    expect(ticks.pending()).toBe(0);
    ticks.stop();
  });

  it('begin at midnight of their own zone', async () => {
    const zones = { kiribati: 'Pacific/Kiritimati', paris: 'Europe/Paris' };
    const { clock, written, begin } = set('2026-03-01T09:59:59.999Z', { zones });
    const ticks = begin();
    await ticks.start();
    written.length = 0;
    await clock.advance(1);
    expect(written).toEqual(['kiribati 2026-03-02']);
    await clock.advance(13 * 3_600_000 - 1);
    expect(written).toHaveLength(1);
    await clock.advance(1);
    expect(written).toEqual(['kiribati 2026-03-02', 'paris 2026-03-02']);
    ticks.stop();
  });

  it.each([
    ['2026-03-20T12:00:00Z', '2026-04-09'],
    ['2026-10-15T12:00:00Z', '2026-11-04'],
  ])('come once each, in order, while clocks change after %s', async (now, last) => {
    const { clock, written, begin } = set(now);
    const ticks = begin();
    await ticks.start();
    await clock.advance(20 * dayMs);
    ticks.stop();
    expect(written).toHaveLength(21);
    expect(new Set(written).size).toBe(21);
    expect(written).toEqual(written.toSorted());
    expect(written.at(-1)).toBe(`paris ${last}`);
  });

  it('missed while nobody ran are written in order at the next start', async () => {
    const { clock, written, begin } = set('2026-03-01T12:00:00Z');
    const before = begin();
    await before.start();
    before.stop();
    await clock.advance(3 * dayMs);
    const after = begin();
    await after.start();
    after.stop();
    expect(written.slice(1)).toEqual(['paris 2026-03-02', 'paris 2026-03-03', 'paris 2026-03-04']);
  });

  it('are written when the log is back', async () => {
    const { clock, written, fault, begin } = set('2026-03-01T22:30:00Z');
    const ticks = begin();
    await ticks.start();
    fault.isKafkaAway = true;
    await clock.advance(3_600_000);
    expect(ticks.pending()).toBe(1);
    fault.isKafkaAway = false;
    await clock.advance(5_000);
    expect(written.at(-1)).toBe('paris 2026-03-02');
    expect(ticks.pending()).toBe(0);
    ticks.stop();
  });

  it('are not written twice by a second process once the first has written them', async () => {
    const { clock, written, begin } = set('2026-03-01T12:00:00Z');
    const first = begin();
    await first.start();
    const second = begin();
    await second.start();
    expect(written).toHaveLength(1);
    first.stop();
    await clock.advance(dayMs);
    expect(written).toEqual(['paris 2026-03-01', 'paris 2026-03-02']);
    second.stop();
  });

  it('stay as they are when the clock steps back', async () => {
    const { clock, marks, written, begin } = set('2026-03-01T12:00:00Z');
    await marks.write('calendar:paris', String(Date.parse('2026-03-05T00:00:00Z') / dayMs));
    const ticks = begin();
    await ticks.start();
    expect(written).toEqual([]);
    await clock.advance(5 * dayMs);
    ticks.stop();
    expect(written).toEqual(['paris 2026-03-06']);
  });
});

describe('the waiting for the cash of the day before', () => {
  it('ends at 10:00 of each business day, and not on days off', async () => {
    // Thursday noon.
    const { clock, released, begin } = set('2026-03-05T11:00:00Z');
    const ticks = begin();
    await ticks.start();
    expect(released).toEqual([]);
    await clock.advance(22 * 3_600_000 - 1);
    expect(released).toEqual([]);
    await clock.advance(1);
    expect(released).toEqual(['paris 2026-03-06 after paris 2026-03-06']);
    await clock.advance(3 * dayMs);
    expect(released.slice(1)).toEqual(['paris 2026-03-09 after paris 2026-03-09']);
    ticks.stop();
  });

  it('ended while nobody ran is said day by day at the next start', async () => {
    const { clock, released, begin } = set('2026-03-05T08:00:00Z');
    const before = begin();
    await before.start();
    before.stop();
    await clock.advance(4 * dayMs);
    const after = begin();
    await after.start();
    // 9:00 on Monday: only Friday's time has passed.
    expect(released).toEqual(['paris 2026-03-06 after paris 2026-03-06']);
    expect(after.pending()).toBe(0);
    await clock.advance(3_600_000);
    expect(released.slice(1)).toEqual(['paris 2026-03-09 after paris 2026-03-09']);
    after.stop();
  });

  it('is ended once by several processes', async () => {
    const { clock, released, begin } = set('2026-03-05T11:00:00Z');
    const [one, other] = [begin(), begin()];
    await one.start();
    await other.start();
    await clock.advance(dayMs);
    one.stop();
    other.stop();
    expect(new Set(released)).toEqual(new Set(['paris 2026-03-06 after paris 2026-03-06']));
  });

  it('is tried again while Kafka is away', async () => {
    const { clock, released, fault, begin } = set('2026-03-05T11:00:00Z');
    const ticks = begin();
    await ticks.start();
    await clock.advance(20 * 3_600_000);
    fault.isKafkaAway = true;
    await clock.advance(3 * 3_600_000);
    expect({ released, pending: ticks.pending() }).toEqual({ released: [], pending: 1 });
    fault.isKafkaAway = false;
    await clock.advance(10_000);
    expect(released).toHaveLength(1);
    expect(ticks.pending()).toBe(0);
    ticks.stop();
  });
});

describe('the deadline of a day', () => {
  const at = (calendar: Record<string, unknown>, date: string) => {
    const ms = cashDeadline(
      parseCalendar({ calendarId: 'c', timeZone: 'Europe/Paris', ...calendar }),
      Date.parse(date) / dayMs,
    );
    return ms === null ? null : new Date(ms).toISOString();
  };

  it.each([
    ['in winter', {}, '2026-03-27', '2026-03-27T09:00:00.000Z'],
    ['in summer', {}, '2026-03-30', '2026-03-30T08:00:00.000Z'],
    ['on a Sunday', {}, '2026-03-29', null],
    ['on a holiday', { holidays: ['2026-03-30'] }, '2026-03-30', null],
    [
      'where it is another time',
      { cashAwaitedUntil: '07:45' },
      '2026-03-27',
      '2026-03-27T06:45:00.000Z',
    ],
    ['where there is none', { cashAwaitedUntil: null }, '2026-03-27', null],
    ['on the day of the change', { weekendDays: [] }, '2026-03-29', '2026-03-29T08:00:00.000Z'],
    ['on the day back', { weekendDays: [] }, '2026-10-25', '2026-10-25T09:00:00.000Z'],
    [
      'in the hour that is skipped',
      { weekendDays: [], cashAwaitedUntil: '02:30' },
      '2026-03-29',
      '2026-03-29T01:30:00.000Z',
    ],
  ])('%s', (_, calendar, date, expected) => {
    expect(at(calendar, date)).toBe(expected);
  });
});
