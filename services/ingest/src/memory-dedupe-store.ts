import type { Clock } from '@duewatch/config';
import type { DedupeStore } from './dedupe-store.ts';

/** About 200 MB at most. Forgetting early is allowed, filling the process is not. */
const eventsMax = 1_000_000;

/** The twin of the Redis adapter for `--embedded` and tests. Forgets oldest first. */
export function createMemoryDedupeStore(clock: Clock): DedupeStore {
  // Insertion order is expiry order as long as every event is remembered for the same time.
  const seen = new Map<string, { readonly content: string; readonly untilMs: number }>();

  function forgetExpired(now: number): void {
    for (const [key, entry] of seen) {
      if (entry.untilMs > now && seen.size <= eventsMax) return;
      seen.delete(key);
    }
  }

  return {
    async lookup(keys) {
      const now = clock.now();
      return keys.map((key) => {
        const entry = seen.get(key);
        return entry !== undefined && entry.untilMs > now ? entry.content : null;
      });
    },
    async remember(events, forMs) {
      const now = clock.now();
      forgetExpired(now);
      for (const { key, content } of events) {
        if (!seen.has(key)) seen.set(key, { content, untilMs: now + forMs });
      }
    },
  };
}
