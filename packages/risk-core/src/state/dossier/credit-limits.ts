import type { LimitKind } from '../../types/events/index.ts';
import type { EpochDay } from '../../types/units.ts';
import { NEVER } from '../records.ts';
import type { Topic } from './topic.ts';
import { hasOvertaken, isLater, stillToHold, type Version } from './versions.ts';

/** A limit of one kind, as it was told once. An amount of NEVER takes the kind's limit away. */
export interface LimitVersion extends Version {
  readonly kind: LimitKind;
  readonly currency: string;
  /** Last day; NEVER without an end. */
  readonly validTo: EpochDay;
}

/** The customer asked for more. */
export interface LimitRequest {
  readonly id: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly on: EpochDay;
  readonly stamp: number;
}

/** Limits by kind, each in force or still to come, and the latest request for more. */
export interface CreditLimits {
  versions: LimitVersion[];
  request: LimitRequest | null;
}

/** More limits that are still to come than any credit department plans. */
const MOST_VERSIONS = 32;

export const creditLimits: Topic<CreditLimits> = {
  empty: () => ({ versions: [], request: null }),
  days({ versions, request }, { limits }, listener) {
    for (const { from, validTo } of versions) {
      listener.consider(from);
      if (validTo === NEVER) continue;
      listener.consider(validTo - limits.expiringWithinDays);
      listener.consider(validTo + 1);
    }
    if (request) listener.consider(request.on + limits.requestOpenDays);
  },
  age(state, today, { limits }) {
    // Asked at every look: nothing is made anew unless a version has begun to rule.
    if (hasOvertaken(state.versions, today, isOneKind)) {
      state.versions = pruned(state.versions, today);
    }
    const { request } = state;
    if (request && today - request.on >= limits.requestOpenDays) state.request = null;
    return state.versions.length === 0 && state.request === null;
  },
};

/** Adds a version; false when a later word has overtaken it, or no more fit. */
export function addLimit(
  state: CreditLimits,
  version: LimitVersion,
  today: EpochDay,
): 'added' | 'overtaken' | 'too_many' {
  const kept = pruned([...state.versions, version], today);
  if (!kept.includes(version)) return 'overtaken';
  if (kept.length > MOST_VERSIONS) return 'too_many';
  state.versions = kept;
  return 'added';
}

function pruned(versions: readonly LimitVersion[], today: EpochDay): LimitVersion[] {
  const kept = kinds.flatMap((kind) => stillToHold(ofKind(versions, kind), today));
  return kept.sort(byKindAndDay).filter((version, at, all) => !isSame(version, all[at - 1]));
}

const kinds: readonly LimitKind[] = ['own', 'insured', 'temporary', 'other'];

function ofKind(versions: readonly LimitVersion[], kind: LimitKind): LimitVersion[] {
  return versions.filter((version) => version.kind === kind);
}

function byKindAndDay(a: LimitVersion, b: LimitVersion): number {
  if (a.kind !== b.kind) return a.kind < b.kind ? -1 : 1;
  if (a.from !== b.from) return a.from - b.from;
  return a.stamp - b.stamp;
}

function isSame(a: LimitVersion, b: LimitVersion | undefined): boolean {
  return b !== undefined && a.kind === b.kind && a.from === b.from && a.stamp === b.stamp;
}

/**
 * The limit that counts on a day: of the policy's order of kinds the first that has one. A
 * temporary limit or insurance ends with its last day; one's own goes on counting when its end has
 * passed, for a limit that nobody renewed is not the same as no limit.
 */
export function limitOn(
  { versions }: CreditLimits,
  day: EpochDay,
  priority: readonly LimitKind[],
): LimitVersion | undefined {
  for (const kind of priority) {
    const version = begunOn(versions, kind, day);
    if (version === undefined || version.amountMinor === NEVER) continue;
    const isOver = version.validTo !== NEVER && version.validTo < day;
    if (isOver && (kind === 'temporary' || kind === 'insured')) continue;
    return version;
  }
  return undefined;
}

function begunOn(
  versions: readonly LimitVersion[],
  kind: LimitKind,
  day: EpochDay,
): LimitVersion | undefined {
  let best: LimitVersion | undefined;
  for (const version of versions) {
    if (version.kind !== kind || version.from > day) continue;
    if (best === undefined || isLater(version, best)) best = version;
  }
  return best;
}

function isOneKind(a: LimitVersion, b: LimitVersion): boolean {
  return a.kind === b.kind;
}

/** True when a limit that ends is followed by another of its kind without a gap. */
export function isRenewed({ versions }: CreditLimits, limit: LimitVersion): boolean {
  return versions.some(
    ({ kind, from, stamp, amountMinor }) =>
      kind === limit.kind &&
      amountMinor !== NEVER &&
      stamp > limit.stamp &&
      from <= limit.validTo + 1,
  );
}

/** True once one's own limit, or a temporary one, was set on the day of the request or later. */
export function isAnswered({ versions }: CreditLimits, { on }: LimitRequest): boolean {
  return versions.some(({ kind, from }) => (kind === 'own' || kind === 'temporary') && from >= on);
}
