import type { Clock } from '@duewatch/config';
import { type Breaker, type BreakerLimits, batchIdOf, type Trip } from './breaker.ts';

/** Counters in this process. For embedded runs and tests; several apps may share one. */
export function createMemoryBreaker(limits: BreakerLimits, clock: Clock): Breaker {
  const admittedAt = new Map<string, Map<string, number>>();
  const trips = new Map<string, Trip>();
  return {
    async admit(receiverId, messageIds) {
      const now = clock.now();
      const counted = new Map(
        [...(admittedAt.get(receiverId) ?? [])].filter(([, at]) => at > now - limits.windowMs),
      );
      admittedAt.set(receiverId, counted);
      let trip = trips.get(receiverId) ?? null;
      if (trip !== null && trip.until <= now) trip = null;
      for (const id of messageIds) {
        if (counted.has(id)) continue;
        if (trip === null && counted.size < limits.messages) counted.set(id, now);
        else trip ??= newTrip(receiverId, now, limits);
      }
      if (trip !== null) trips.set(receiverId, trip);
      return { admitted: new Set(messageIds.filter((id) => counted.has(id))), trip };
    },
    async told(receiverId, batchId) {
      const trip = trips.get(receiverId);
      if (trip?.batchId === batchId) trips.set(receiverId, { ...trip, isTold: true });
    },
    async close() {},
  };
}

function newTrip(receiverId: string, now: number, { windowMs }: BreakerLimits): Trip {
  return { batchId: batchIdOf(receiverId, now), until: now + windowMs, isTold: false };
}
