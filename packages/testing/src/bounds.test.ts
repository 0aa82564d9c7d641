import { leavingNothing, withinBounds } from './bounds.ts';

const megabyte = 2 ** 20;

describe('the bounds of what inputs may cost', () => {
  it('let pass what takes little, with its answer', async () => {
    expect(await withinBounds(async () => Buffer.alloc(megabyte).length)).toBe(megabyte);
  });

  it('stop at an input that takes much memory', async () => {
    await expect(withinBounds(() => Buffer.alloc(65 * megabyte))).rejects.toThrow(/of memory/);
  });

  it('do not mind what is let go of again', async () => {
    await leavingNothing(async () => {
      for (let at = 0; at < 50; at++) Buffer.alloc(megabyte);
    });
  });

  it('stop at inputs that leave something behind, each a little', async () => {
    const kept: Buffer[] = [];
    const keep = leavingNothing(async () => {
      for (let at = 0; at < 50; at++) kept.push(Buffer.alloc(megabyte));
    });
    await expect(keep).rejects.toThrow(/left behind/);
    expect(kept).toHaveLength(50);
  });
});
