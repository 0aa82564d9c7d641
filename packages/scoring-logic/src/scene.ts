import {
  type Cause,
  createProfile,
  type FoldInput,
  isOutdated,
  type Position,
  type Profile,
  type World,
} from '@duewatch/risk-core';
import type { Input } from '@duewatch/stream';
import { type Bearing, bearingOn, broadcastInput } from './broadcast-input.ts';
import { isGraded } from './macro.ts';
import type { ScoringEvent } from './scoring-event.ts';
import type { PartitionWorld } from './world.ts';

/** One input record as it meets one customer. */
export interface Scene extends Input<ScoringEvent> {
  readonly key: string;
  readonly tenantId: string;
  readonly customerId: string;
  readonly profile: Profile;
  readonly partitionWorld: PartitionWorld;
}

export function sceneOf(
  input: Input<ScoringEvent>,
  key: string,
  stored: Profile | undefined,
  partitionWorld: PartitionWorld,
): Scene {
  const border = key.indexOf('|');
  return {
    record: input.record,
    event: input.event,
    key,
    tenantId: key.slice(0, border),
    customerId: key.slice(border + 1),
    profile: stored ?? newProfile(input.event, partitionWorld),
    partitionWorld,
  };
}

/** What the model may look at for this customer, at the record unless said otherwise. */
export function viewOf(scene: Scene, offset: number = scene.record.offset): World {
  const { partitionWorld, tenantId, profile } = scene;
  return partitionWorld.viewAt(offset, tenantId, profile.calendarId);
}

export function bearingOf(scene: Scene): Bearing {
  const { event, profile, tenantId } = scene;
  if (event.kind === 'customer') return 'fold';
  const { decoded, envelope } = event;
  if (decoded.recordName === 'PolicyActivated') {
    const isOurs = decoded.data.tenantId === tenantId;
    return isOurs && isOutdated(profile, viewOf(scene).policy) ? 'judge' : 'pass';
  }
  if (decoded.recordName === 'MacroRiskUpdated') {
    return isGraded(profile, tenantId, decoded.data) ? 'fold' : 'pass';
  }
  return bearingOn(decoded, envelope, profile);
}

function newProfile({ envelope }: ScoringEvent, partitionWorld: PartitionWorld): Profile {
  return createProfile(partitionWorld.livingCalendar(envelope.calendarId ?? 'default'));
}

const DAY_MS = 86_400_000;

/** The step of the customer's story that an input is. */
export function inputFor(scene: Scene, position: Position | null): FoldInput {
  const { event, record, profile, partitionWorld } = scene;
  const cause = causeOf(event, position);
  const calendarId = partitionWorld.livingCalendar(profile.calendarId);
  const today = partitionWorld.dateOf(calendarId, record.offset);
  if (event.kind === 'broadcast') {
    return broadcastInput(event.decoded, event.envelope, profile, { cause, today });
  }
  // Before the calendar's first tick the event's own day is the only date there is.
  const asOf = Math.max(profile.today, today ?? Math.floor(event.envelope.time / DAY_MS));
  return { kind: 'event', event: event.event, asOf, cause };
}

/** The days up to an input, without the input. */
export function daysBefore(input: FoldInput): FoldInput {
  const to = input.kind === 'advance' ? input.to : input.asOf;
  return { kind: 'advance', to, cause: input.cause };
}

/** The same customer on the same day, by the rules of this release. */
export function releaseInput({ event, profile }: Scene, position: Position): FoldInput {
  const { sourceVersion, time } = event.envelope;
  return {
    kind: 'event',
    event: { kind: 'policy.activated', sourceVersion, occurredAtMs: time },
    asOf: profile.today,
    cause: causeOf(event, position),
  };
}

function causeOf({ envelope }: ScoringEvent, position: Position | null): Cause {
  const { id, source, type } = envelope;
  return { eventId: id, source, type, position };
}
