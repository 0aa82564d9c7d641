import { notifierSettings } from '../config.ts';
import { NEW_MEMO } from '../queue/delivery-queue.ts';
import { isExhausted, retryDelayMs } from './retry-delay.ts';

const HOUR_MS = 3_600_000;

/** What a receiver has when its settings say nothing. */
const [receiver] = notifierSettings.parse({
  receivers: [{ id: 'ops', channel: 'slack', url: 'https://hooks.example/x' }],
}).receivers;
if (receiver === undefined) throw new Error('no receiver');
const { retry } = receiver;

describe('the pause before the next try', () => {
  it.each([
    [1, 5_000],
    [2, 15_000],
    [3, 45_000],
    [6, 1_215_000],
    [8, 2 * HOUR_MS],
    [40, 2 * HOUR_MS],
  ])('after %i tries is at most the whole and at least half of it', (tries, fullMs) => {
    const delays = Array.from({ length: 200 }, (_, i) => retryDelayMs(`dlv_${i}`, tries, retry));
    expect(Math.max(...delays)).toBeLessThanOrEqual(fullMs);
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(fullMs / 2);
    // Spread: no two dozens of them come back together.
    expect(new Set(delays.map((ms) => Math.floor((ms / fullMs) * 20))).size).toBe(10);
  });

  it('is the same each time for the same message and try', () => {
    expect(retryDelayMs('dlv_1', 3, retry)).toBe(retryDelayMs('dlv_1', 3, retry));
    expect(retryDelayMs('dlv_1', 3, retry)).not.toBe(retryDelayMs('dlv_2', 3, retry));
  });
});

describe('giving up', () => {
  const memo = { ...NEW_MEMO, tries: 20, firstTriedAt: 1_000 };

  it('does not happen within a day', () => {
    expect(isExhausted(memo, 'timeout', 1_000 + 24 * HOUR_MS - 1, retry)).toBe(false);
  });

  it('happens after a day of trying', () => {
    expect(isExhausted(memo, 'timeout', 1_000 + 24 * HOUR_MS, retry)).toBe(true);
  });

  it('happens after too many tries, but not because a receiver asks for patience', () => {
    const often = { ...memo, tries: 50 };
    expect(isExhausted(often, 'timeout', 2_000, retry)).toBe(true);
    expect(isExhausted(often, 'rate_limited', 2_000, retry)).toBe(false);
  });
});
