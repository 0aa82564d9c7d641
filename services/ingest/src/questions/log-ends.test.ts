import { createManualClock } from '@duewatch/config';
import { createLogEnds } from './log-ends.ts';

function log() {
  const kafka = { end: 10, isAway: false, asked: 0 };
  const clock = createManualClock(0);
  const ends = createLogEnds(clock, async () => {
    kafka.asked += 1;
    if (kafka.isAway) throw new Error('no broker');
    return [{ partition: 3, start: 0, end: kafka.end }];
  });
  return { kafka, clock, ends };
}

describe('where the log ends', () => {
  it('is asked for at most twice a second, however many questions there are', async () => {
    const { kafka, clock, ends } = log();
    for (let ms = 0; ms < 1_000; ms += 10) {
      expect(await ends.endOf(3)).toBe(10);
      await clock.advance(10);
    }
    expect(kafka.asked).toBe(2);
  });

  it('is never told from an answer that is older than two seconds', async () => {
    const { kafka, clock, ends } = log();
    await ends.endOf(3);
    kafka.end = 20;
    await clock.advance(2_001);
    expect(await ends.endOf(3)).toBe(20);
  });

  it('is not known while Kafka is away, and known again when it is back', async () => {
    const { kafka, clock, ends } = log();
    await ends.endOf(3);
    kafka.isAway = true;
    await clock.advance(2_001);
    expect(await ends.endOf(3)).toBeNull();
    kafka.isAway = false;
    await clock.advance(500);
    expect(await ends.endOf(3)).toBe(10);
  });

  it('is not known of a partition that the log does not have', async () => {
    expect(await log().ends.endOf(4)).toBeNull();
  });
});
