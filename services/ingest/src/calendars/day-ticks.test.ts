import { createManualClock } from '@duewatch/config';
import { silentLog } from '@duewatch/telemetry';
import { createMemoryMarkStore } from '../memory-mark-store.ts';
import { createDayTicks } from './day-ticks.ts';

const iso = (date: number): string => new Date(date * 86_400_000).toISOString().slice(0, 10);
const dayMs = 86_400_000;

function set(now: string, options: { zones?: Record<string, string> } = {}) {
  const clock = createManualClock(Date.parse(now));
  const marks = createMemoryMarkStore();
  const written: string[] = [];
  const fault = { isKafkaAway: false };
  const zones = options.zones ?? { paris: 'Europe/Paris' };
  const begin = () =>
    createDayTicks({
      calendars: Object.entries(zones).map(([calendarId, timeZone]) => ({ calendarId, timeZone })),
      clock,
      marks,
      log: silentLog,
      async writeTick(calendarId, date) {
        if (fault.isKafkaAway) throw new Error('no broker');
        written.push(`${calendarId} ${iso(date)}`);
      },
    });
  return { clock, marks, written, fault, begin };
}

describe('business days of live calendars', () => {
  it('begin with today on the first start ever', async () => {
    const { written, begin } = set('2026-03-01T12:00:00Z');
    const ticks = begin();
    await ticks.start();
    expect(written).toEqual(['paris 2026-03-01']);
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
