import { createRateLimiter } from './limit-rate.ts';

describe('rate limit', () => {
  const limit = { eventsPerSecond: 10, burstEvents: 100 };

  it('lets a burst pass, then says when the next events fit', () => {
    const limiter = createRateLimiter(limit);
    expect(limiter.take('acme', 100, 0).waitMs).toBe(0);
    expect(limiter.take('acme', 5, 0).waitMs).toBe(500);
    expect(limiter.take('acme', 5, 499).waitMs).toBe(1);
    expect(limiter.take('acme', 5, 500).waitMs).toBe(0);
  });

  it('counts each tenant for itself', () => {
    const limiter = createRateLimiter(limit);
    limiter.take('acme', 100, 0);
    expect(limiter.take('globex', 100, 0).waitMs).toBe(0);
  });

  it('saves up no more than the burst', () => {
    const limiter = createRateLimiter(limit);
    limiter.take('acme', 100, 0);
    expect(limiter.take('acme', 100, 3_600_000).waitMs).toBe(0);
    expect(limiter.take('acme', 1, 3_600_000).waitMs).toBe(100);
  });

  it('gives nothing away when the clock steps back', () => {
    const limiter = createRateLimiter(limit);
    limiter.take('acme', 100, 10_000);
    expect(limiter.take('acme', 1, 5_000).waitMs).toBe(100);
    expect(limiter.take('acme', 1, 5_100).waitMs).toBe(0);
  });
});
