import type { CommitPoint, PartitionStore, StateWrite } from '../src/index.ts';

const START: CommitPoint = { offsets: {}, commits: 0 };

function write(next: CommitPoint, changes: Partial<StateWrite> = {}): StateWrite {
  return {
    next,
    clusterId: 'cluster-1',
    fields: new Map(),
    indexes: new Map(),
    outbox: [],
    addBroadcasts: [],
    dropBroadcasts: [],
    ...changes,
  };
}

const output = {
  topic: 'out',
  key: 'a',
  value: Buffer.from([0, 255, 10]),
  headers: { ce_id: '1' },
};
const tick = {
  topic: 'in',
  offset: 3,
  value: Buffer.from('tick'),
  timestampMs: 1_790_000_000_123,
  headers: { ce_type: 'tick' },
};
const point1: CommitPoint = { offsets: { in: 5 }, commits: 1 };
const point2: CommitPoint = { offsets: { in: 9 }, commits: 2 };

/** The promises of a partition store; `makeStore` answers a store with nothing in it. */
export function partitionStoreContract(
  name: string,
  makeStore: () => PartitionStore | Promise<PartitionStore>,
): void {
  describe(`${name} as a partition store`, () => {
    let store: PartitionStore;
    beforeEach(async () => {
      store = await makeStore();
    });

    it('opens a partition that was never written as empty', async () => {
      const opened = await store.open(0);
      expect(opened).toEqual({
        ...START,
        clusterId: null,
        outbox: [],
        broadcasts: [],
        republish: false,
      });
    });

    it('gives back all that one commit wrote', async () => {
      const changes = {
        fields: new Map([['profiles', new Map([['a', Buffer.from([1, 0, 2])]])]]),
        indexes: new Map([['due:x', new Map([['a', 20_000]])]]),
        outbox: [output, { ...output, key: null, value: null, partition: 4 }],
        addBroadcasts: [tick],
      };
      expect(await store.commit(0, START, write(point1, changes))).toBe('committed');

      const opened = await store.open(0);
      expect(opened).toEqual({
        ...point1,
        clusterId: 'cluster-1',
        outbox: changes.outbox,
        broadcasts: [tick],
        republish: false,
      });
      const loaded = await store.load(0, new Map([['profiles', ['b', 'a']]]));
      expect(loaded.get('profiles')).toEqual([null, Buffer.from([1, 0, 2])]);
      expect(await store.lowest(0, [{ index: 'due:x', max: 20_000 }], 10)).toEqual([['a']]);
    });

    it('shows others the point, the broadcasts and the values of one commit', async () => {
      const empty = await store.glance(0, new Map([['profiles', ['a']]]));
      expect(empty).toEqual({
        point: START,
        broadcasts: [],
        values: new Map([['profiles', [null]]]),
      });
      const fields = new Map([
        ['profiles', new Map([['a', Buffer.from([1, 0, 2])]])],
        ['world', new Map([['world', Buffer.from('w')]])],
      ]);
      const earlier = { ...tick, offset: 2 };
      await store.commit(0, START, write(point1, { fields, addBroadcasts: [tick, earlier] }));
      const asked = new Map([
        ['profiles', ['b', 'a']],
        ['world', ['world']],
      ]);
      expect(await store.glance(0, asked)).toEqual({
        point: point1,
        broadcasts: [earlier, tick],
        values: new Map([
          ['profiles', [null, Buffer.from([1, 0, 2])]],
          ['world', [Buffer.from('w')]],
        ]),
      });
    });

    it('forgets all of a partition and nothing of its neighbours', async () => {
      const fields = new Map([['profiles', new Map([['a', Buffer.from('kept')]])]]);
      const indexes = new Map([['due:x', new Map([['a', 1]])]]);
      for (const partition of [0, 1]) {
        await store.commit(partition, START, write(point1, { fields, indexes, outbox: [output] }));
      }
      await store.discard(1, { republish: true });

      const opened = await store.open(1);
      expect(opened).toMatchObject({ ...START, outbox: [], broadcasts: [], republish: true });
      expect(await store.lowest(1, [{ index: 'due:x', max: 9 }], 9)).toEqual([[]]);
      expect((await store.load(1, new Map([['profiles', ['a']]]))).get('profiles')).toEqual([null]);
      expect(await store.open(0)).toMatchObject({ ...point1, outbox: [output] });
      expect(await store.commit(1, point1, write(point2))).toBe('stale');
      expect(await store.commit(1, START, write(point1))).toBe('committed');
    });

    it('refuses a commit from an older point and changes nothing', async () => {
      await store.commit(0, START, write(point1, { outbox: [output] }));
      const late = write(point2, {
        fields: new Map([['profiles', new Map([['a', Buffer.from('late')]])]]),
        outbox: [],
      });
      expect(await store.commit(0, START, late)).toBe('stale');

      const opened = await store.open(0);
      expect(opened.outbox).toEqual([output]);
      expect(opened.commits).toBe(1);
      const loaded = await store.load(0, new Map([['profiles', ['a']]]));
      expect(loaded.get('profiles')).toEqual([null]);
    });

    it('refuses a commit when only the number of commits differs, as after a sweep', async () => {
      await store.commit(0, START, write(point1));
      await store.commit(0, point1, write({ offsets: { in: 5 }, commits: 2 }));
      const zombie = await store.commit(0, point1, write({ offsets: { in: 6 }, commits: 2 }));
      expect(zombie).toBe('stale');
    });

    it('refuses a commit when the stored offset went back', async () => {
      await store.commit(0, START, write({ offsets: { in: 4 }, commits: 1 }));
      expect(await store.commit(0, point1, write(point2))).toBe('stale');
    });

    it('empties the outbox with a commit that has no outputs', async () => {
      await store.commit(0, START, write(point1, { outbox: [output] }));
      await store.commit(0, point1, write(point2));
      expect((await store.open(0)).outbox).toEqual([]);
    });

    it('deletes fields, index members and swept broadcasts', async () => {
      await store.commit(
        0,
        START,
        write(point1, {
          fields: new Map([['profiles', new Map([['a', Buffer.from('1')]])]]),
          indexes: new Map([['due:x', new Map([['a', 1]])]]),
          addBroadcasts: [tick, { ...tick, offset: 4 }],
        }),
      );
      await store.commit(
        0,
        point1,
        write(point2, {
          fields: new Map([['profiles', new Map([['a', null]])]]),
          indexes: new Map([['due:x', new Map([['a', null]])]]),
          dropBroadcasts: [tick],
        }),
      );
      const loaded = await store.load(0, new Map([['profiles', ['a']]]));
      expect(loaded.get('profiles')).toEqual([null]);
      expect(await store.lowest(0, [{ index: 'due:x', max: 99 }], 10)).toEqual([[]]);
      expect((await store.open(0)).broadcasts.map(({ offset }) => offset)).toEqual([4]);
    });

    it('answers the members that are due, lowest first and no more than asked', async () => {
      const due = new Map([
        ['late', 30],
        ['first', 10],
        ['second', 20],
        ['far', 99],
      ]);
      await store.commit(0, START, write(point1, { indexes: new Map([['due:x', due]]) }));
      const until = (max: number) => ({ index: 'due:x', max });
      expect(await store.lowest(0, [until(30)], 2)).toEqual([['first', 'second']]);
      expect(await store.lowest(0, [until(30)], 10)).toEqual([['first', 'second', 'late']]);
    });

    it('answers for several indexes at once, each within its own range', async () => {
      const indexes = new Map([
        ['due:x', new Map(Object.entries({ first: 10, second: 20 }))],
        ['due:y', new Map(Object.entries({ third: 30, far: 99 }))],
      ]);
      await store.commit(0, START, write(point1, { indexes }));
      const ranges = [
        { index: 'due:y', max: 30 },
        { index: 'due:none', max: 30 },
        { index: 'due:x', max: 15 },
      ];
      expect(await store.lowest(0, ranges, 10)).toEqual([['third'], [], ['first']]);
      expect(await store.lowest(0, [], 10)).toEqual([]);
    });

    it('scans every field of a large collection', async () => {
      const names = Array.from({ length: 2_500 }, (_, index) => `c${index}`);
      const profiles = new Map(names.map((field) => [field, Buffer.from(field.repeat(20))]));
      await store.commit(0, START, write(point1, { fields: new Map([['profiles', profiles]]) }));

      const seen = new Set<string>();
      let cursor = '0';
      do {
        const found = await store.scan(0, 'profiles', cursor, 300);
        for (const field of found.fields) seen.add(field);
        cursor = found.cursor;
      } while (cursor !== '0');
      expect(seen).toEqual(new Set(names));
    });

    it('stores more fields in one commit than a Lua call takes arguments', async () => {
      const names = Array.from({ length: 12_000 }, (_, index) => `f${index}`);
      const fields = new Map(names.map((field) => [field, Buffer.from(field)]));
      await store.commit(0, START, write(point1, { fields: new Map([['items', fields]]) }));
      const loaded = await store.load(0, new Map([['items', ['f0', 'f7777', 'f11999']]]));
      expect(loaded.get('items')?.map(String)).toEqual(['f0', 'f7777', 'f11999']);
    });

    it('keeps partitions apart', async () => {
      await store.commit(1, START, write(point1, { outbox: [output] }));
      expect((await store.open(2)).commits).toBe(0);
      const audited = await store.audit([1, 2]);
      expect(audited.get(1)).toEqual(point1);
      expect(audited.get(2)).toEqual(START);
    });
  });
}
