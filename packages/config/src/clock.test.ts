import { createManualClock, createSystemClock } from './clock.ts';

describe('manual clock', () => {
  it('fires timers in order of their time, each at its own instant', async () => {
    const clock = createManualClock(1_000);
    const fired: string[] = [];
    clock.schedule(20, () => fired.push(`b at ${clock.now()}`));
    clock.schedule(10, () => fired.push(`a at ${clock.now()}`));
    clock.schedule(31, () => fired.push('never'));

    await clock.advance(30);

    expect(fired).toEqual(['a at 1010', 'b at 1020']);
    expect(clock.now()).toBe(1_030);
    expect(clock.pending()).toBe(1);
  });

  it('fires timers of one instant in the order they were set', async () => {
    const clock = createManualClock(0);
    const fired: number[] = [];
    for (const n of [1, 2, 3]) clock.schedule(5, () => fired.push(n));
    await clock.advance(5);
    expect(fired).toEqual([1, 2, 3]);
  });

  it('forgets a cancelled timer', async () => {
    const clock = createManualClock(0);
    const fired: number[] = [];
    const cancel = clock.schedule(5, () => fired.push(5));
    cancel();
    cancel();
    await clock.advance(10);
    expect(fired).toEqual([]);
  });

  it('keeps firing a timer that re-arms itself after an await', async () => {
    const clock = createManualClock(0);
    const fired: number[] = [];
    const audit = async (): Promise<void> => {
      await Promise.resolve();
      fired.push(clock.now());
      clock.schedule(1_000, () => void audit());
    };
    clock.schedule(1_000, () => void audit());
    await clock.advance(3_000);
    expect(fired).toEqual([1_000, 2_000, 3_000]);
  });
});

describe('system clock', () => {
  it('fires a timer whose delay is already over', async () => {
    const clock = createSystemClock();
    await new Promise<void>((resolve) => void clock.schedule(-5, resolve));
    expect(clock.now()).toBeGreaterThan(1_700_000_000_000);
  });

  it('does not fire a timer of more than 24 days at once', async () => {
    const clock = createSystemClock();
    const fired: string[] = [];
    const cancel = clock.schedule(2 ** 32, () => fired.push('month'));
    await new Promise<void>((resolve) => void clock.schedule(2, resolve));
    cancel();
    expect(fired).toEqual([]);
  });
});
