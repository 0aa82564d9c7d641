import { createManualClock } from '@duewatch/config';
import { partitionOf } from '@duewatch/event-bus';
import { until } from '@duewatch/testing';
import type { CollectionCodec, StreamLogic, StreamOptions } from '../src/index.ts';
import { PARTITIONS, Rig } from './rig.ts';
import {
  add,
  addAndWake,
  createTallyLogic,
  readCarefully,
  type TallyEvent,
  toAll,
} from './tally.ts';

/** Their state takes more than twice what there is. */
const KEYS = 2_000;
/** A tally is stored in some hundred bytes: it counts like a large page. */
const MEMORY_PER_BYTE = 500;
const CACHE_MEGABYTES = 120;
const MEGABYTE = 1_048_576;

/** All of one partition, which has a third of the memory. */
const keys = Array.from({ length: KEYS * 10 }, (_, nth) => `k${nth}`)
  .filter((key) => partitionOf(key, PARTITIONS) === 0)
  .slice(0, KEYS);

const large: CollectionCodec = {
  memoryPerByte: MEMORY_PER_BYTE,
  encode: (value) => Buffer.from(JSON.stringify(value)),
  decode: (bytes) => JSON.parse(bytes.toString()) as object,
};

/** Tallies with a note each, which only a day that begins looks at. */
function createLargeLogic(): StreamLogic<TallyEvent> {
  const logic = createTallyLogic();
  return {
    ...logic,
    collections: { ...logic.collections, tallies: large, notes: large },
    needs(input, key, peek) {
      const isMissing = input.event.kind === 'day' && peek('notes', key) === 'unloaded';
      const notes = isMissing ? [{ collection: 'notes', field: key }] : [];
      return [...logic.needs(input, key, peek), ...notes];
    },
    fold(input, key, context) {
      if (input.event.kind === 'day') context.get('notes', key);
      else context.put('notes', key, { text: 'x'.repeat(100) });
      return logic.fold(input, key, context);
    },
  };
}

/** A stream of very large customers that notes what is loaded for each commit. */
class LargeRig extends Rig {
  /** Megabytes by commit; the last is of what is not committed yet. */
  loaded: number[] = [0];

  constructor() {
    super({ batchRecords: KEYS });
    const { store } = this;
    this.store = {
      ...store,
      load: async (partition, needs) => {
        const values = await store.load(partition, needs);
        const bytes = [...values.values()].flat().map((value) => value?.length ?? 0);
        const megabytes = (bytes.reduce((sum, one) => sum + one, 0) * MEMORY_PER_BYTE) / MEGABYTE;
        this.loaded.push((this.loaded.pop() ?? 0) + megabytes);
        return values;
      },
      commit: async (partition, expected, write) => {
        if (partition === 0) this.loaded.push(0);
        return await store.commit(partition, expected, write);
      },
    };
  }

  override start(options: Partial<StreamOptions<TallyEvent>> = {}) {
    const sizes = { cacheMegabytes: CACHE_MEGABYTES, chunkRecords: KEYS, sweepKeys: KEYS };
    return super.start({ logic: createLargeLogic(), ...sizes, ...options });
  }

  /** Folds what was sent with nothing in memory, nor anything left there. */
  async foldAnew(options: Partial<StreamOptions<TallyEvent>> = {}): Promise<void> {
    this.loaded = [0];
    await this.drained(await this.start(options));
    await this.stop();
  }
}

describe('memory for very large customers', () => {
  const share = CACHE_MEGABYTES / PARTITIONS;
  let rig: LargeRig;
  beforeEach(() => {
    rig = new LargeRig();
  });
  afterEach(() => rig.stop());

  const totals = async () => {
    return new Set(Object.values(await rig.totals(keys)).map(({ total }) => total));
  };
  /** What was loaded for one commit kept to half of what the partition may hold; yet all was. */
  const expectPieces = (most = share / 2) => {
    expect(Math.max(...rig.loaded)).toBeLessThan(1.1 * most);
    expect(rig.loaded.reduce((sum, one) => sum + one)).toBeGreaterThan(1.5 * share);
  };

  it('folds a chunk of them in pieces, and each record once', async () => {
    await rig.send(keys.map((key) => add(key, 1)));
    await rig.foldAnew();
    for (let round = 2; round < 5; round += 1) {
      await rig.send(keys.map((key) => add(key, 1)));
      await rig.foldAnew();
      expectPieces();
      expect(await totals()).toEqual(new Set([round]));
    }
    expect(readCarefully(await rig.records('out')).losses).toBe(0);
  });

  it('does not keep more and more of them, though each chunk begins with other ones', async () => {
    await rig.send(keys.map((key) => add(key, 1)));
    await rig.foldAnew();
    const stream = await rig.start();
    for (let count = 500; count <= KEYS; count += 500) {
      rig.loaded = [0];
      await rig.send(
        keys
          .slice(0, count)
          .map((key) => add(key, 1))
          .reverse(),
      );
      await rig.drained(stream);
    }
    expectPieces();
  });

  it('ends a chunk, too, when what they need shows only as they are folded', async () => {
    await rig.send(keys.map((key) => add(key, 1, 5)));
    await rig.foldAnew();
    await rig.send(toAll(PARTITIONS, { kind: 'day', date: 6 }));
    await rig.send(keys.map((key) => add(key, 1)));
    await rig.foldAnew();
    expectPieces(share);
    expect(await totals()).toEqual(new Set([3]));
  });

  it('folds many records of one of them at once, for more take no more memory', async () => {
    await rig.send([add('a', 1)]);
    await rig.foldAnew();
    await rig.send(keys.map(() => add('a', 1)));
    const stream = await rig.start({ cacheMegabytes: 0.01 });
    await rig.drained(stream);
    expect((await rig.totals(['a']))['a']?.total).toBe(1 + KEYS);
    expect((await stream.status()).commits).toBeLessThan(5);
  });

  it('brings a broadcast to them in pieces, whether to all or to those that are due', async () => {
    await rig.send(keys.map((key) => add(key, 1, 5)));
    await rig.foldAnew();
    await rig.send(toAll(PARTITIONS, { kind: 'raise', amount: 10 }));
    await rig.foldAnew();
    expectPieces();
    expect(await totals()).toEqual(new Set([11]));
    await rig.send(toAll(PARTITIONS, { kind: 'day', date: 6 }));
    await rig.foldAnew();
    expectPieces();
    expect(await totals()).toEqual(new Set([12]));
  });

  it('lets timers of them run out in pieces', async () => {
    const clock = createManualClock(1_000);
    await rig.send(keys.map((key) => addAndWake(key, 1, 5_000)));
    await rig.foldAnew({ clock });
    rig.loaded = [0];
    await rig.start({ clock });
    await until('all have woken', async () => {
      await clock.advance(1_000);
      return readCarefully(await rig.records('out')).told.length === 2 * KEYS;
    });
    expectPieces();
    expect(await totals()).toEqual(new Set([1_001]));
  });
});
