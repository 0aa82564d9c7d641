import { TOPICS } from '@duewatch/contracts';
import type { EpochDay, Position, Profile } from '@duewatch/risk-core';

/** The topics whose last position is kept with the customer. */
export type PositionedTopic = typeof TOPICS.profiles | typeof TOPICS.changes;

/**
 * What scoring keeps beside the model's own memory of a customer, in the profile's shell slots:
 * whole numbers, -1 for none. The order is part of the stored format; new ones go to the end.
 */
const SLOT = {
  lastBroadcast: 0,
  heartbeatOn: 1,
  dueOn: 2,
  awaitsCashSince: 3,
  [TOPICS.profiles]: 4,
  [TOPICS.changes]: 7,
} as const;

export function lastBroadcastOf(profile: Profile): number {
  return profile.shell[SLOT.lastBroadcast] ?? -1;
}

export function setLastBroadcast(profile: Profile, offset: number): void {
  setSlot(profile, SLOT.lastBroadcast, offset);
}

/** Day on which a profile is published again though nothing changed. */
export function heartbeatOf(profile: Profile): EpochDay | null {
  return readDay(profile, SLOT.heartbeatOn);
}

export function setHeartbeat(profile: Profile, on: EpochDay): void {
  setSlot(profile, SLOT.heartbeatOn, on);
}

/** Day on which the passing of days next means something for the customer. */
export function dueOf(profile: Profile): EpochDay | null {
  return readDay(profile, SLOT.dueOn);
}

/** Business date whose cash feed the customer waits for. */
export function awaitsCashOf(profile: Profile): EpochDay | null {
  return readDay(profile, SLOT.awaitsCashSince);
}

/** Sets the score in the calendar's due index; true when it differs from what is indexed. */
export function setDue(profile: Profile, on: EpochDay | null): boolean {
  return setSlot(profile, SLOT.dueOn, on ?? -1);
}

/** The same for the index of those that wait for a cash feed. */
export function setAwaitsCash(profile: Profile, since: EpochDay | null): boolean {
  return setSlot(profile, SLOT.awaitsCashSince, since ?? -1);
}

/** Position of the last output that left for the customer on a topic. */
export function lastPosition(profile: Profile, topic: PositionedTopic): Position | null {
  const [generation = -1, offset = -1, index = -1] = profile.shell.slice(SLOT[topic]);
  return offset < 0 ? null : { generation, offset, index };
}

export function setLastPosition(
  profile: Profile,
  topic: PositionedTopic,
  { generation, offset, index }: Position,
): void {
  const slot = SLOT[topic];
  setSlot(profile, slot, generation);
  setSlot(profile, slot + 1, offset);
  setSlot(profile, slot + 2, index);
}

function readDay(profile: Profile, slot: number): EpochDay | null {
  const day = profile.shell[slot] ?? -1;
  return day < 0 ? null : day;
}

function setSlot(profile: Profile, slot: number, value: number): boolean {
  const { shell } = profile;
  while (shell.length <= slot) shell.push(-1);
  if (shell[slot] === value) return false;
  shell[slot] = value;
  return true;
}
