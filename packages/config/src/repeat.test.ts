import { createManualClock } from './clock.ts';
import { repeat } from './repeat.ts';

describe('what is repeated', () => {
  it('comes again so long after it has ended, until it is over', async () => {
    const clock = createManualClock(0);
    const begun: number[] = [];
    const stop = repeat(clock, 100, async () => {
      begun.push(clock.now());
      await new Promise<void>((resolve) => clock.schedule(50, resolve));
    });
    await clock.advance(420);
    expect(begun).toEqual([100, 250, 400]);
    stop();
    await clock.advance(1_000);
    expect(begun).toEqual([100, 250, 400]);
    expect(clock.pending()).toBe(0);
  });
});
