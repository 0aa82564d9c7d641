import { until } from '@duewatch/testing';
import { createMemoryStore, type Stream } from '../src/index.ts';
import { histories, PARTITIONS, Rig } from './rig.ts';
import { add, readCarefully, toAll } from './tally.ts';

describe('a stream and its log', () => {
  let rig: Rig;
  beforeEach(() => {
    rig = new Rig();
  });
  afterEach(() => rig.stop());

  describe('folded again from the log', () => {
    const raise = toAll(PARTITIONS, { kind: 'raise', amount: 10 });
    const before = [add('a', 1), ...raise, add('b', 2), add('a', 3)];
    let stream: Stream;
    let told: number;

    beforeEach(async () => {
      stream = await rig.start();
      await rig.send(before);
      await rig.drained(stream);
      await until('what is published is noted', () => isNoted(rig));
      told = (await rig.records('out')).length;
    });

    it('tells nobody again what was told, and goes on without a gap', async () => {
      const totals = JSON.stringify(await histories(rig));
      rig.store = createMemoryStore();
      await until('it is where it was', async () => {
        return JSON.stringify(await histories(rig)) === totals;
      });
      await rig.drained(stream);
      expect(await rig.records('out')).toHaveLength(told);
      await rig.send([add('a', 4)]);
      await rig.drained(stream);
      const heard = readCarefully(await rig.records('out'));
      expect(heard.losses).toBe(0);
      expect(heard.told.findLast(({ key }) => key === 'a')).toMatchObject({ total: 18 });
      expect(await rig.records('out')).toHaveLength(told + 1);
    });

    it('tells all of it again when it is asked to, in the same places', async () => {
      const heard = readCarefully(await rig.records('out'));
      for (let partition = 0; partition < PARTITIONS; partition += 1) {
        await rig.store.discard(partition, { republish: true });
      }
      await until('it has told all again', async () => {
        return (await rig.records('out')).length >= told * 2;
      });
      expect(readCarefully(await rig.records('out'))).toEqual(heard);
    });

    it('tells everything of a log that ends before what was noted: it is another one', async () => {
      await rig.stop();
      rig.store = createMemoryStore();
      const bus = rig.cluster.connect();
      const committed = async () => new Map([0, 1, 2].map((partition) => [partition, 99]));
      await rig.drained(await rig.start({ bus: { ...bus, committed } }));
      expect((await rig.records('out')).length).toBeGreaterThan(told);
    });
  });

  it.each([
    ['was recreated', { start: 0, end: 1 }, /stands at offset 2, and the log ends at 1/],
    ['was cut off', { start: 3, end: 9 }, /needs offset 2.*begins at 3\. .*restore the log/],
  ])('stops when its log %s, and says how to mend it', async (_, ends, message) => {
    await rig.send([add('a', 1), add('a', 2)]);
    await rig.drained(await rig.start());
    await rig.stop();
    const bus = rig.cluster.connect();
    const all = [0, 1, 2].map((partition) => ({ partition, ...ends }));
    await rig.start({ bus: { ...bus, ends: async () => all } });
    const error = await until('it stops', () => rig.fatal[0]);
    expect(error).toMatchObject({ code: 'LOG_MISMATCH' });
    expect(error.message).toMatch(message);
    expect(error.message).toMatch(/`duewatch rebuild tally`/);
  });

  it('stops when its state was folded from another cluster, and says how to mend it', async () => {
    await rig.send([add('a', 1)]);
    await rig.drained(await rig.start());
    await rig.stop();
    const elsewhere = new Rig({ clusterId: 'another' });
    elsewhere.store = rig.store;
    await elsewhere.start();
    const error = await until('it stops', () => elsewhere.fatal[0]);
    expect(error).toMatchObject({ code: 'LOG_MISMATCH' });
    expect(error.message).toMatch(/folded from memory, not from another.*duewatch rebuild/);
    await elsewhere.stop();
  });
});

/** True when the group's offsets have come to the end of each partition. */
async function isNoted({ cluster }: Rig): Promise<boolean> {
  const bus = cluster.connect();
  const ends = await bus.ends('in');
  await bus.close();
  return ends.every(({ partition, end }) => {
    return end === 0 || cluster.committed('tally', 'in', partition) === end;
  });
}
