import { createManualClock } from '@duewatch/config';
import { closeDoors, type Door, event, invoice, keys, noon, openDoor } from './door.ts';

afterEach(closeDoors);

const day = (iso: string): number => Date.parse(`${iso}T00:00:00Z`) / 86_400_000;
const hourMs = 3_600_000;

async function ticks(door: Door, calendarId: string, partition = 0) {
  const all = await door.topic('ar.events');
  return all.filter(({ record, body }) => {
    return (
      record.partition === partition &&
      body?.recordName === 'ClockBusinessDayStarted' &&
      body.data.calendarId === calendarId
    );
  });
}

function tick(calendarId: string, date = '2020-01-02') {
  const data = { calendarId, date, weekendDays: [0, 6], holidays: [] };
  return event('clock.business_day_started', data, `tick-${calendarId}-${date}`);
}

describe('a live calendar', () => {
  it('has begun its day in every partition before the door opens', async () => {
    const door = await openDoor();
    for (const partition of [0, 1, 2]) {
      const [first, ...rest] = await ticks(door, 'paris', partition);
      expect(rest).toEqual([]);
      expect(first?.record.offset).toBeLessThan(2);
      expect(first?.envelope).toMatchObject({
        id: 'day:paris:2026-03-03',
        source: '/duewatch/ingest',
        time: Date.parse('2026-03-02T23:00:00Z'),
        recordedTime: noon,
        calendarId: 'paris',
        partitionKey: '~broadcast',
        subject: null,
      });
      expect(first?.body?.data).toMatchObject({
        date: day('2026-03-03'),
        weekendDays: [0, 6],
        // Those within reach, so that the log alone replays; not the one in 2030.
        holidays: [day('2026-05-01')],
      });
    }
  });

  it('begins its next day at its own midnight', async () => {
    const door = await openDoor();
    await door.clock.advance(11 * hourMs + 59 * 60_000);
    expect(await ticks(door, 'paris')).toHaveLength(1);
    await door.clock.advance(60_000);
    expect(await ticks(door, 'paris')).toHaveLength(2);
    expect(await ticks(door, 'new-york')).toHaveLength(1);
    await door.clock.advance(6 * hourMs);
    expect(await ticks(door, 'new-york')).toHaveLength(2);
  });

  it('is driven by the wall clock alone', async () => {
    const door = await openDoor({
      settings: {
        keys: [],
        calendars: [{ calendarId: 'paris', timeZone: 'Europe/Paris', live: false }],
        tenants: [{ tenantId: 'acme', calendarId: 'paris' }],
      },
    });
    expect(await door.topic('ar.events')).toEqual([]);
    await door.clock.advance(48 * hourMs);
    expect(await door.topic('ar.events')).toEqual([]);
  });
});

describe('a fed calendar', () => {
  it('is driven by its feeder, whose key allows it', async () => {
    const door = await openDoor();
    const reply = await door.post(tick('sample'), { key: keys.feeder });
    expect(reply.status).toBe(202);
    const [written] = await ticks(door, 'sample');
    expect(written?.envelope).toMatchObject({ tenantId: 'acme', calendarId: 'sample' });
    expect((await door.post(tick('import-2024'), { key: keys.feeder })).status).toBe(202);
  });

  it.each([
    ['without the scope', tick('sample'), keys.erp, 'scope-missing'],
    ['that is not its own', tick('another'), keys.feeder, 'calendar-not-allowed'],
    ['that is live', tick('paris'), keys.feeder, 'calendar-not-allowed'],
  ])('is not driven %s', async (_, body, key, problem) => {
    const door = await openDoor();
    const reply = await door.post(body, { key });
    expect(reply.status).toBe(403);
    expect(reply.body.type).toBe(`urn:duewatch:problem:${problem}`);
    expect(await door.events()).toEqual([]);
  });

  it('that is live may not be driven even by a key that names it', async () => {
    const door = await openDoor({
      settings: {
        calendars: [
          { calendarId: 'paris', timeZone: 'Europe/Paris' },
          { calendarId: 'new-york', timeZone: 'America/New_York' },
          { calendarId: 'sample', timeZone: 'UTC', live: true },
        ],
      },
    });
    const reply = await door.post(tick('sample', '2099-01-01'), { key: keys.feeder });
    expect(reply.status).toBe(403);
    expect(reply.body.detail).toContain('wall clock');
  });

  it('takes events that say so, from the past and the future', async () => {
    const door = await openDoor();
    const attributes = { calendarid: 'sample', time: '2031-01-01T00:00:00Z', suppressed: true };
    const reply = await door.post(invoice('1', {}, attributes), { key: keys.feeder });
    expect(reply.status).toBe(202);
    const [written] = await door.events();
    expect(written?.envelope).toMatchObject({ calendarId: 'sample', suppressed: true });
  });

  it('takes no events of a key that it does not belong to', async () => {
    const door = await openDoor();
    const reply = await door.post(invoice('1', {}, { calendarid: 'sample' }));
    expect(reply.status).toBe(403);
    expect(reply.body.errors[0].pointer).toBe('/calendarid');
  });

  it.each([
    ['sample', 'paris', 202],
    ['sample', 'new-york', 403],
    ['paris', 'sample', 403],
    ['another', 'paris', 403],
  ])('%s may join %s: %i', async (from, to, status) => {
    const door = await openDoor();
    const joined = event('clock.calendar_joined', { from, to, joinedOn: '2026-03-02' });
    expect((await door.post(joined, { key: keys.feeder })).status).toBe(status);
    expect(await door.events()).toHaveLength(status === 202 ? 3 : 0);
  });
});

describe('a feed', () => {
  const feeds = [{ tenantId: 'acme', source: 'bank', maxSilentHours: 24 }];
  const payment = (id: string) =>
    event(
      'payment.received',
      {
        customerId: 'C-1',
        sourceSystem: 'bank',
        paymentId: id,
        amountMinor: 1,
        currency: 'EUR',
        valueOn: '2026-03-02',
        method: 'transfer',
      },
      id,
    );

  it('that falls silent is announced in every partition, and so is its return', async () => {
    const door = await openDoor({ settings: { feeds }, clock: createManualClock(noon) });
    await door.post(payment('1'));
    await door.clock.advance(23 * hourMs);
    expect(await door.events()).toHaveLength(1);
    await door.clock.advance(hourMs);
    const silent = (await door.events()).slice(-3);
    expect(silent.map(({ record }) => record.partition).sort()).toEqual([0, 1, 2]);
    expect(silent[0]?.body).toMatchObject({
      recordName: 'FeedWentSilent',
      data: { tenantId: 'acme', source: 'bank', silentSince: noon },
    });
    expect(silent[0]?.envelope).toMatchObject({ time: noon + 24 * hourMs, calendarId: 'paris' });
    await door.post(payment('2'));
    while (door.app.status().pending > 0) await new Promise(setImmediate);
    const names = (await door.events()).map(({ body }) => body?.recordName);
    expect(names.filter((name) => name === 'FeedResumed')).toHaveLength(3);
  });

  it('that has sent all of a day says so to every partition', async () => {
    const door = await openDoor();
    const completed = { source: 'bank', businessDate: '2026-03-02' };
    expect((await door.post(event('feed.completed', completed))).status).toBe(202);
    const written = await door.events();
    expect(written.map(({ record }) => record.partition)).toEqual([0, 1, 2]);
    expect(written[0]?.body?.data).toMatchObject({ businessDate: day('2026-03-02') });
  });
});
