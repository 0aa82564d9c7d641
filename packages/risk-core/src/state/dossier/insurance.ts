import type { EpochDay } from '../../types/units.ts';
import { NEVER } from '../records.ts';
import type { Topic } from './topic.ts';
import { hasOvertaken, latestOf, stillToHold, type Version, versionOn } from './versions.ts';

/** What an insurer's latest decision is. Positions are part of the stored format. */
export const coverDecisions = ['granted', 'reduced', 'withdrawn'] as const;
export type CoverState = (typeof coverDecisions)[number];

/** An insurer's decision, from a day on. */
export interface Cover extends Version {
  readonly insurer: string;
  readonly state: CoverState;
  readonly currency: string;
  /** What the decision changed; NEVER when the insurer did not say. */
  readonly oldMinor: number;
  /** Days past due after which an unpaid item must have been reported; NEVER without a rule. */
  readonly reportDays: number;
}

/** What insurers cover, and when the customer was last reported to one. */
export interface Insurance {
  covers: Cover[];
  reportedOn: EpochDay;
}

export const insurance: Topic<Insurance> = {
  empty: () => ({ covers: [], reportedOn: NEVER }),
  days({ covers }, _, listener) {
    for (const { from } of covers) listener.consider(from);
  },
  age(state, today) {
    if (hasOvertaken(state.covers, today, isOneInsurer)) {
      state.covers = pruned(state.covers, today);
    }
    return state.covers.length === 0 && state.reportedOn === NEVER;
  },
};

/** More insurers and announced decisions than any customer has. */
const MOST_COVERS = 16;

/** Adds a decision; false when a later one has overtaken it. */
export function addCover(
  state: Insurance,
  cover: Cover,
  today: EpochDay,
): 'added' | 'overtaken' | 'too_many' {
  const kept = pruned([...state.covers, cover], today);
  if (!kept.includes(cover)) return 'overtaken';
  if (kept.length > MOST_COVERS) return 'too_many';
  state.covers = kept;
  return 'added';
}

function pruned(covers: readonly Cover[], today: EpochDay): Cover[] {
  const kept = insurersOf(covers).flatMap((insurer) => stillToHold(of(covers, insurer), today));
  kept.sort(byInsurerAndDay);
  return kept.filter((cover, at) => !isSame(cover, kept[at - 1]));
}

function isOneInsurer(a: Cover, b: Cover): boolean {
  return a.insurer === b.insurer;
}

function insurersOf(covers: readonly Cover[]): string[] {
  return [...new Set(covers.map(({ insurer }) => insurer))].sort();
}

function of(covers: readonly Cover[], insurer: string): Cover[] {
  return covers.filter((cover) => cover.insurer === insurer);
}

function byInsurerAndDay(a: Cover, b: Cover): number {
  if (a.insurer !== b.insurer) return a.insurer < b.insurer ? -1 : 1;
  if (a.from !== b.from) return a.from - b.from;
  return a.stamp - b.stamp;
}

function isSame(a: Cover, b: Cover | undefined): boolean {
  return b !== undefined && a.insurer === b.insurer && a.from === b.from && a.stamp === b.stamp;
}

/** What each insurer covers on a day. */
export function coversOn({ covers }: Insurance, day: EpochDay): Cover[] {
  return insurersOf(covers)
    .map((insurer) => versionOn(of(covers, insurer), day))
    .filter((cover) => cover !== undefined);
}

/** Each insurer's latest word, whether it holds yet or not. */
export function latestCovers({ covers }: Insurance): Cover[] {
  return insurersOf(covers)
    .map((insurer) => latestOf(of(covers, insurer)))
    .filter((cover) => cover !== undefined);
}

/** The shortest time that any insurer in force leaves until an item must have been reported. */
export function reportDaysOn(state: Insurance, day: EpochDay): number {
  let least = NEVER;
  for (const { reportDays } of coversOn(state, day)) {
    if (reportDays !== NEVER && (least === NEVER || reportDays < least)) least = reportDays;
  }
  return least;
}
