import { mergeCalls } from './merge-calls.ts';

describe('merged calls', () => {
  it('answer each caller with its own part, in order', async () => {
    const calls: number[][] = [];
    const double = mergeCalls(async (items: readonly number[]) => {
      calls.push([...items]);
      return items.map((item) => item * 2);
    });
    const first = Promise.all([double([1]), double([2, 3])]);
    expect(await first).toEqual([[2], [4, 6]]);
    expect(await double([4])).toEqual([8]);
    expect(calls).toEqual([[1, 2, 3], [4]]);
  });

  it('wait for the one outstanding, and then go together', async () => {
    const gate = Promise.withResolvers<void>();
    const sizes: number[] = [];
    const call = mergeCalls(async (items: readonly number[]) => {
      sizes.push(items.length);
      await gate.promise;
      return items;
    });
    const all = [call([1])];
    await new Promise(setImmediate);
    all.push(call([2]), call([3]), call([4]));
    gate.resolve();
    expect(await Promise.all(all)).toEqual([[1], [2], [3], [4]]);
    expect(sizes).toEqual([1, 3]);
  });

  it('carry a bounded number of items, but never cut one caller in two', async () => {
    const sizes: number[] = [];
    const call = mergeCalls(async (items: readonly number[]) => {
      sizes.push(items.length);
      return items;
    });
    const many = (count: number) => Array.from({ length: count }, (_, n) => n);
    await Promise.all([call(many(3_000)), call(many(1_500)), call(many(600)), call(many(1))]);
    expect(sizes).toEqual([3_000, 1_500, 601]);
  });

  it('fail for all that one call carried, and go on with the next', async () => {
    let isAway = true;
    const call = mergeCalls(async (items: readonly number[]) => {
      if (isAway) throw new Error('away');
      return items;
    });
    const failed = await Promise.allSettled([call([1]), call([2])]);
    expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    isAway = false;
    expect(await call([3])).toEqual([3]);
  });
});
