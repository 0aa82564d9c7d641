import { setImmediate } from 'node:timers/promises';
import { createManualClock } from '@duewatch/config';
import { type OutgoingRecord, partitionOf } from '@duewatch/event-bus';
import { until } from '@duewatch/testing';
import fc from 'fast-check';
import { createMemoryStore } from '../src/index.ts';
import { histories, PARTITIONS, Rig } from './rig.ts';
import { add, addAndWake, readCarefully, toAll } from './tally.ts';

describe('a stream', () => {
  let rig: Rig;
  beforeEach(() => {
    rig = new Rig();
  });
  afterEach(() => rig.stop());

  it('folds every record once and tells what came of it', async () => {
    const stream = await rig.start();
    await rig.send([add('a', 1), add('b', 5), add('a', 2)]);
    await rig.drained(stream);
    expect(await rig.totals(['a', 'b'])).toMatchObject({ a: { total: 3 }, b: { total: 5 } });
    const { told, losses } = readCarefully(await rig.records('out'));
    expect(losses).toBe(0);
    expect(told.filter(({ key }) => key === 'a').at(-1)?.total).toBe(3);
  });

  it('counts each record once, also while partitions are folded at the same time', async () => {
    const keys = Array.from({ length: 30 }, (_, index) => `k${index}`);
    await rig.send(keys.map((key) => add(key, 1)));
    const { store } = rig;
    const others = Promise.withResolvers<void>();
    const waiting = new Set<number>();
    rig.store = {
      ...store,
      async load(partition, needs) {
        if (needs.has('tallies')) {
          if (waiting.add(partition).size === PARTITIONS) others.resolve();
          await others.promise;
        }
        return await store.load(partition, needs);
      },
    };
    const stream = await rig.start();
    await rig.drained(stream);
    expect((await stream.status()).folded).toBe(keys.length);
  });

  it('sends one output for many value-only moves of a chunk, but each that matters', async () => {
    await rig.send([add('a', 1), add('a', 2), add('a', 200), add('a', 3), add('a', 4)]);
    await rig.drained(await rig.start());
    const { told, losses } = readCarefully(await rig.records('out'));
    expect(told.map(({ total }) => total)).toEqual([203, 210]);
    expect(losses).toBe(0);
  });

  it('gives the same state however the log is cut into chunks', async () => {
    const step = fc.oneof(
      fc.record({ key: fc.constantFrom('a', 'b', 'c'), amount: fc.integer({ min: 1, max: 60 }) }),
      fc.record({ raise: fc.integer({ min: 1, max: 9 }) }),
      fc.record({ day: fc.integer({ min: 1, max: 30 }) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const records = steps.flatMap((one): OutgoingRecord[] => {
          if ('key' in one) return [add(one.key, one.amount, one.amount % 30)];
          if ('day' in one) return toAll(PARTITIONS, { kind: 'day', date: one.day });
          return toAll(PARTITIONS, { kind: 'raise', amount: one.raise });
        });
        const outcomes = [];
        for (const [chunkRecords, cacheMegabytes] of [
          [1, 1],
          [7, 1],
          [1_000, 1],
          // Room for one key.
          [1_000, 0.001],
        ] as const) {
          const run = new Rig();
          await run.send(records);
          const sweepKeys = 1 + (chunkRecords % 5);
          await run.drained(await run.start({ chunkRecords, cacheMegabytes, sweepKeys }));
          await run.stop();
          const { losses } = readCarefully(await run.records('out'));
          outcomes.push({ totals: await histories(run), losses });
        }
        expect(outcomes[1]).toEqual(outcomes[0]);
        expect(outcomes[2]).toEqual(outcomes[0]);
        expect(outcomes[3]).toEqual(outcomes[0]);
        expect(outcomes[0]?.losses).toBe(0);
      }),
      { numRuns: 25 },
    );
  });

  it('reaches silent keys with a broadcast, and leaves later keys alone', async () => {
    const stream = await rig.start();
    await rig.send([add('a', 1), add('b', 1), add('c', 1)]);
    await rig.drained(stream);
    await rig.send(toAll(PARTITIONS, { kind: 'raise', amount: 10 }));
    await rig.drained(stream);
    await rig.send([add('d', 1)]);
    await rig.drained(stream);
    const totals = await rig.totals(['a', 'b', 'c', 'd']);
    expect(Object.values(totals).map(({ total }) => total)).toEqual([11, 11, 11, 1]);
  });

  it('folds a day into the keys that are due and drops a repeated day', async () => {
    const stream = await rig.start();
    await rig.send([add('a', 1, 5), add('b', 1, 9)]);
    await rig.send(toAll(PARTITIONS, { kind: 'day', date: 6 }));
    await rig.send(toAll(PARTITIONS, { kind: 'day', date: 6 }));
    await rig.drained(stream);
    expect(await rig.totals(['a', 'b'])).toMatchObject({ a: { total: 2 }, b: { total: 1 } });
    expect((await stream.status()).skipped).toEqual({ repeated_day: PARTITIONS });
  });

  it('sets a poison record aside with its coordinates and goes on', async () => {
    const stream = await rig.start();
    const poison = { ...add('a', 0), value: Buffer.from('{') };
    await rig.send([add('a', 1), poison, add('a', 2)]);
    await rig.drained(stream);
    expect(await rig.totals(['a'])).toMatchObject({ a: { total: 3 } });
    const [dead] = await rig.records('dead');
    expect(dead?.headers).toEqual({ reason: 'unreadable', offset: '1' });
    expect(await rig.records('dead')).toHaveLength(1);
  });

  it('says where it crashed, and publishes afterwards what was stored but not sent', async () => {
    const failing = await rig.start(
      {},
      {
        beforeAppend: () => {
          throw Object.assign(new Error('gone'), { retriable: false, code: 'stored_format' });
        },
      },
    );
    await rig.send([add('a', 150)]);
    await until('the process gives up', () => rig.fatal.length > 0);
    const message = `Partition ${partitionOf('a', PARTITIONS)}: gone`;
    expect(rig.fatal).toMatchObject([{ code: 'stored_format', message }]);
    expect(await rig.records('out')).toHaveLength(0);
    await failing.stop();
    rig.fatal.length = 0;
    await rig.drained(await rig.start());
    const { told } = readCarefully(await rig.records('out'));
    expect(told).toMatchObject([{ key: 'a', total: 150 }]);
    expect(await rig.totals(['a'])).toMatchObject({ a: { total: 150 } });
  });

  it('repeats an output whose acknowledgement was lost at the same position', async () => {
    let lost = 0;
    const stream = await rig.start(
      {},
      {
        afterAppend: () => {
          lost += 1;
          if (lost === 1) throw Object.assign(new Error('no answer'), { retriable: true });
        },
      },
    );
    await rig.send([add('a', 150)]);
    await rig.drained(stream);
    const records = await rig.records('out');
    expect(records.length).toBe(2);
    const { told, losses } = readCarefully(records);
    expect(told).toHaveLength(1);
    expect(losses).toBe(0);
  });

  it('begins again when another owner has committed', async () => {
    const stream = await rig.start({ auditEveryMs: 60_000 });
    await rig.send([add('a', 1)]);
    await rig.drained(stream);
    const partition = partitionOf('a', PARTITIONS);
    const { offsets, commits, clusterId } = await rig.store.open(partition);
    await rig.store.commit(
      partition,
      { offsets, commits },
      {
        next: { offsets, commits: commits + 1 },
        clusterId: clusterId ?? '',
        fields: new Map([
          ['tallies', new Map([['a', Buffer.from(JSON.stringify(tallyOf(1_000)))]])],
        ]),
        indexes: new Map(),
        outbox: [],
        addBroadcasts: [],
        dropBroadcasts: [],
      },
    );
    await rig.send([add('a', 1)]);
    await rig.drained(stream);
    // It folded onto what the other owner stored, not onto what it remembered.
    expect(await rig.totals(['a'])).toMatchObject({ a: { total: 1_001 } });
  });

  it('rebuilds an emptied store from the log, also while no record comes', async () => {
    const stream = await rig.start();
    await rig.send([
      add('a', 150),
      add('b', 7),
      ...toAll(PARTITIONS, { kind: 'raise', amount: 1 }),
    ]);
    await rig.drained(stream);
    const before = await histories(rig);
    rig.store = createMemoryStore();
    await until('the state is back', async () => {
      return Object.keys(await rig.totals(['a', 'b'])).length === 2;
    });
    await rig.drained(stream);
    expect(await histories(rig)).toEqual(before);
    expect(readCarefully(await rig.records('out')).losses).toBe(0);
  });

  it('begins again when its state goes back between two steps of a sweep', async () => {
    const { store } = rig;
    const behind = createMemoryStore();
    let catchUp = async (): Promise<unknown> => undefined;
    let steps = 0;
    rig.store = {
      ...store,
      async commit(...asked) {
        await catchUp();
        catchUp = () => behind.commit(...asked);
        return await store.commit(...asked);
      },
      async lowest(partition, ...asked) {
        if (partition === partitionOf('a', PARTITIONS)) steps += 1;
        if (steps < 2) return await store.lowest(partition, ...asked);
        rig.store = behind;
        return await behind.lowest(partition, ...asked);
      },
    };
    const stream = await rig.start({ auditEveryMs: 60_000 });
    const [tick] = toAll(1, { kind: 'day', date: 10 });
    const day = { ...tick, partition: partitionOf('a', PARTITIONS) } as OutgoingRecord;
    await rig.send([add('a', 5, 10), day]);
    await until('the sweep is at its second step', () => rig.store === behind);
    await rig.drained(stream);
    expect(await rig.totals(['a'])).toMatchObject({ a: { total: 6 } });
  });

  it('ends right when partitions move between processes', async () => {
    const keys = Array.from({ length: 30 }, (_, index) => `k${index}`);
    const streams = [await rig.start({ chunkRecords: 2 })];
    for (let round = 0; round < 6; round += 1) {
      await rig.send(keys.map((key) => add(key, 1)));
      if (round === 1) streams.push(await rig.start({ chunkRecords: 2 }));
      if (round === 3) await streams.shift()?.stop();
    }
    const [left] = streams;
    if (left === undefined) throw new Error('no stream is left');
    await rig.drained(left);
    const totals = Object.values(await rig.totals(keys)).map(({ total }) => total);
    expect(totals).toEqual(keys.map(() => 6));
    expect(readCarefully(await rig.records('out')).losses).toBe(0);
    expect(rig.fatal).toEqual([]);
  });

  it('lets a timer run out once though no record comes, told after all before it', async () => {
    const clock = createManualClock(1_000);
    await rig.start({ clock });
    await rig.send([add('a', 5), addAndWake('a', 2, 5_000)]);
    await until('the records are told', async () => (await rig.records('out')).length >= 1);
    await clock.advance(3_000);
    await rig.send([add('b', 1)]);
    await until('b is told', async () => (await rig.records('out')).some(({ key }) => key === 'b'));
    expect((await rig.totals(['a']))['a']?.total).toBe(7);

    await until('a wakes', async () => {
      await clock.advance(100);
      return (await rig.totals(['a']))['a']?.total === 1_007;
    });
    await clock.advance(60_000);
    await rig.send([add('a', 1)]);
    await until('a goes on', async () => (await rig.totals(['a']))['a']?.total === 1_008);
    const { told, losses } = readCarefully(await rig.records('out'));
    expect(told.filter(({ key }) => key === 'a').map(({ total }) => total)).toEqual([
      7, 1_007, 1_008,
    ]);
    expect(losses).toBe(0);
  });

  it('gives a key another turn when a record of meanwhile makes it due again', async () => {
    const clock = createManualClock(1_000);
    const { store } = rig;
    let meanwhile = async () => {
      await rig.send([addAndWake('a', 2, 1_000)]);
      // The log hands it over in turns of its own; it is folded once the timer's step has ended.
      for (let turns = 0; turns < 5; turns += 1) await setImmediate();
    };
    rig.store = {
      ...store,
      async lowest(...asked) {
        const found = await store.lowest(...asked);
        if (found.flat().includes('a')) {
          await meanwhile();
          meanwhile = async () => undefined;
        }
        return found;
      },
    };
    await rig.start({ clock });
    await rig.send([addAndWake('a', 5, 1_000)]);
    await until('a has woken twice', async () => {
      await clock.advance(100);
      return (await rig.totals(['a']))['a']?.total === 2_007;
    });
    expect(rig.fatal).toEqual([]);
  });

  it('gives outputs of two inputs places that never fall, whichever of them speaks', async () => {
    const stream = await rig.start({ inputs: ['in', 'also'] });
    for (let turn = 0; turn < 6; turn += 1) {
      const topic = turn % 2 === 0 ? 'in' : 'also';
      await rig.send([{ ...add('a', 100), topic }]);
      await rig.drained(stream);
    }
    const { told, losses } = readCarefully(await rig.records('out'));
    expect(told.map(({ total }) => total)).toEqual([100, 200, 300, 400, 500, 600]);
    expect(losses).toBe(0);
  });
});

function tallyOf(total: number): object {
  return { total, history: '', dueOn: null, lastBroadcast: -1, told: null };
}
