import type { Decoded, Envelope } from '@duewatch/contracts';
import type { Cause, EpochDay, FoldInput, Profile } from '@duewatch/risk-core';
import { awaitsCashOf, dueOf } from './customer.ts';

/**
 * What a broadcast means for a customer. `move`: its calendar lives on in another; `judge`: another
 * policy rules from here on.
 */
export type Bearing = 'pass' | 'fold' | 'move' | 'judge';

/**
 * A day that means nothing to the customer passes it by, also where a record brings the customer
 * past it anyway: what is published must not depend on whether a sweep or a record came first.
 */
export function bearingOn(decoded: Decoded, envelope: Envelope, profile: Profile): Bearing {
  const { calendarId } = profile;
  switch (decoded.recordName) {
    case 'ClockBusinessDayStarted': {
      const isOurs = decoded.data.calendarId === calendarId;
      return isOurs && isReached(dueOf(profile), decoded.data.date) ? 'fold' : 'pass';
    }
    case 'ClockCalendarJoined':
      return decoded.data.from === calendarId ? 'move' : 'pass';
    case 'FeedCompleted':
      return envelope.calendarId === calendarId &&
        isReached(awaitsCashOf(profile), decoded.data.businessDate)
        ? 'fold'
        : 'pass';
    case 'FxRatesPublished':
    case 'FeedWentSilent':
    case 'FeedResumed':
      return 'fold';
    default:
      return 'pass';
  }
}

/**
 * The step of the story that a broadcast is for one customer: days that pass, or a look at a world
 * that changed. `today` is the date of the calendar that the customer lives in afterwards.
 */
export function broadcastInput(
  decoded: Decoded,
  envelope: Envelope,
  profile: Profile,
  { cause, today }: { readonly cause: Cause; readonly today: EpochDay | undefined },
): FoldInput {
  const stamped = { sourceVersion: envelope.sourceVersion, occurredAtMs: envelope.time };
  const asOf = Math.max(profile.today, today ?? profile.today);
  switch (decoded.recordName) {
    case 'FxRatesPublished':
      return { kind: 'event', event: { kind: 'fx.rates_published', ...stamped }, asOf, cause };
    case 'FeedCompleted':
      return { kind: 'event', event: { kind: 'feed.completed', ...stamped }, asOf, cause };
    case 'FeedWentSilent':
      return { kind: 'event', event: { kind: 'feed.went_silent', ...stamped }, asOf, cause };
    case 'FeedResumed':
      return { kind: 'event', event: { kind: 'feed.resumed', ...stamped }, asOf, cause };
    case 'MacroRiskUpdated':
      return { kind: 'event', event: { kind: 'macro_risk.updated', ...stamped }, asOf, cause };
    case 'PolicyActivated':
      return { kind: 'event', event: { kind: 'policy.activated', ...stamped }, asOf, cause };
    default:
      return { kind: 'advance', to: asOf, cause };
  }
}

function isReached(day: EpochDay | null, by: EpochDay): boolean {
  return day !== null && day <= by;
}
