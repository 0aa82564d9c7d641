/** Events that one tenant may post. */
export interface RateLimit {
  readonly eventsPerSecond: number;
  /** Events that may come at once after a pause. Must not be below the largest batch. */
  readonly burstEvents: number;
}

export interface RateLimiter {
  /** Takes `count` events off the tenant's allowance, or says how long until they would fit. */
  take(tenantId: string, count: number, now: number): { readonly waitMs: number };
}

interface Bucket {
  tokens: number;
  filledAtMs: number;
}

/**
 * One token bucket per tenant, in this process: with n ingest processes a tenant gets n times the
 * limit. That is enough to keep one tenant's mistake from starving the others.
 */
export function createRateLimiter(limit: RateLimit): RateLimiter {
  // Bounded: tenants come from the key ring, never from what a client sends.
  const buckets = new Map<string, Bucket>();
  return {
    take(tenantId, count, now) {
      let bucket = buckets.get(tenantId);
      if (bucket === undefined) {
        bucket = { tokens: limit.burstEvents, filledAtMs: now };
        buckets.set(tenantId, bucket);
      }
      // A wall clock that steps back must not take tokens away or hand them out twice.
      const passedMs = Math.max(0, now - bucket.filledAtMs);
      const filled = bucket.tokens + (passedMs * limit.eventsPerSecond) / 1000;
      bucket.tokens = Math.min(limit.burstEvents, filled);
      bucket.filledAtMs = now;
      if (bucket.tokens >= count) {
        bucket.tokens -= count;
        return { waitMs: 0 };
      }
      return { waitMs: Math.ceil(((count - bucket.tokens) * 1000) / limit.eventsPerSecond) };
    },
  };
}
