import type { EpochDay } from '../../types/units.ts';

/** What holds from a day on, until a later version begins. */
export interface Version {
  readonly stamp: number;
  readonly from: EpochDay;
  /** Decides between two that carry one stamp: the smaller amount is the more final. */
  readonly amountMinor: number;
}

/** The version that holds on a day: the latest of those that have begun. */
export function versionOn<V extends Version>(versions: readonly V[], day: EpochDay): V | undefined {
  let best: V | undefined;
  for (const version of versions) {
    if (version.from <= day && (best === undefined || isLater(version, best))) best = version;
  }
  return best;
}

/** The latest word, begun or not. */
export function latestOf<V extends Version>(versions: readonly V[]): V | undefined {
  let best: V | undefined;
  for (const version of versions) {
    if (best === undefined || isLater(version, best)) best = version;
  }
  return best;
}

/**
 * The versions that hold on a day or may hold later, without those that a later word has overtaken.
 * Whatever the order in which they were told, the same ones are left.
 */
export function stillToHold<V extends Version>(versions: readonly V[], today: EpochDay): V[] {
  return versions.filter(
    (version) =>
      !versions.some(
        (other) => isLater(other, version) && other.from <= Math.max(version.from, today),
      ),
  );
}

/** True when two versions of one kind have begun: then the earlier word can go. */
export function hasOvertaken<V extends Version>(
  versions: readonly V[],
  today: EpochDay,
  isOneKind: (a: V, b: V) => boolean,
): boolean {
  for (const version of versions) {
    if (version.from > today) continue;
    for (const other of versions) {
      if (other !== version && other.from <= today && isOneKind(version, other)) return true;
    }
  }
  return false;
}

/** Which of two words counts when both have begun. */
export function isLater(version: Version, other: Version): boolean {
  if (version.stamp !== other.stamp) return version.stamp > other.stamp;
  if (version.amountMinor !== other.amountMinor) return version.amountMinor < other.amountMinor;
  return version.from > other.from;
}
