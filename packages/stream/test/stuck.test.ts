import { createManualClock } from '@duewatch/config';
import type { Bus } from '@duewatch/event-bus';
import { createMemoryStore, type PartitionStore } from '../src/index.ts';
import { Rig } from './rig.ts';
import { add } from './tally.ts';

const minuteMs = 60_000;

describe('a stream with records to fold', () => {
  let rig: Rig;
  beforeEach(() => {
    rig = new Rig();
  });
  afterEach(() => rig.stop());

  /** A store whose commits get no answer, as if a promise had been lost. */
  function silent(store: PartitionStore, silence: Promise<void>): PartitionStore {
    return { ...store, commit: (...told) => silence.then(() => store.commit(...told)) };
  }

  it('ends the process when nothing moves for a minute, and goes on in a new one', async () => {
    const clock = createManualClock(0);
    const answered = Promise.withResolvers<void>();
    const kept = rig.store;
    rig.store = silent(kept, answered.promise);
    await rig.start({ clock, auditEveryMs: 60 * minuteMs });
    await rig.send([add('a', 1), add('a', 2)]);
    await clock.advance(minuteMs);
    expect(rig.fatal).toEqual([]);
    await clock.advance(minuteMs);
    expect(rig.fatal).toMatchObject([
      { code: 'STUCK', message: expect.stringMatching(/2 records wait/) },
    ]);

    answered.resolve();
    await rig.stop();
    rig.fatal.length = 0;
    rig.store = kept;
    await rig.drained(await rig.start());
    expect(await rig.totals(['a'])).toMatchObject({ a: { total: 3 } });
  });

  it('goes on trying for hours while the store is away', async () => {
    const clock = createManualClock(0);
    let tries = 0;
    rig.store = {
      ...createMemoryStore(),
      open: async () => {
        tries += 1;
        throw Object.assign(new Error('away'), { retriable: true });
      },
    };
    await rig.start({ clock, auditEveryMs: 60 * minuteMs });
    await rig.send([add('a', 1)]);
    await clock.advance(60 * minuteMs);
    expect(tries).toBeGreaterThan(60);
    expect(rig.fatal).toEqual([]);
    rig.store = createMemoryStore();
    await clock.advance(minuteMs);
    expect(await rig.totals(['a'])).toMatchObject({ a: { total: 1 } });
  });

  it('is not judged while the log cannot be asked', async () => {
    const clock = createManualClock(0);
    const answered = Promise.withResolvers<void>();
    rig.store = silent(rig.store, answered.promise);
    const bus = rig.cluster.connect();
    let isAway = false;
    const ends: Bus['ends'] = async (topic) => {
      if (isAway) throw new Error('no broker answers');
      return await bus.ends(topic);
    };
    await rig.start({ clock, auditEveryMs: 60 * minuteMs, bus: { ...bus, ends } });
    await rig.send([add('a', 1)]);
    await clock.advance(minuteMs / 2);
    isAway = true;
    await clock.advance(60 * minuteMs);
    expect(rig.fatal).toEqual([]);
    isAway = false;
    await clock.advance(2 * minuteMs);
    expect(rig.fatal).toMatchObject([{ code: 'STUCK' }]);
    answered.resolve();
  });

  it('is left alone for ever when there is nothing to fold', async () => {
    const clock = createManualClock(0);
    const stream = await rig.start({ clock, auditEveryMs: 60 * minuteMs });
    await rig.send([add('a', 1)]);
    await rig.drained(stream);
    await clock.advance(10 * minuteMs);
    expect(rig.fatal).toEqual([]);
  });
});
