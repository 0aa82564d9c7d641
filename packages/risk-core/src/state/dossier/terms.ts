import type { Policy } from '../../policy/policy.ts';
import type { EpochDay } from '../../types/units.ts';
import { NEVER } from '../records.ts';
import type { DayListener, Topic } from './topic.ts';

/** A change of the standing terms. */
export interface TermsChange {
  readonly from: EpochDay;
  readonly stamp: number;
  /** Days that the terms give, those from the end of a month counted from its middle. */
  readonly days: number;
  /** What they gave before, as the source says; NEVER when it does not. */
  readonly oldDays: number;
}

/** An invoice was given a later due date on request. */
export interface Extension {
  readonly key: number;
  readonly on: EpochDay;
}

/** Recent changes of terms and extensions, in order of their days. */
export interface Terms {
  changes: TermsChange[];
  extensions: Extension[];
}

/** Extensions beyond these prove nothing more. */
const MOST_EXTENSIONS = 32;
const MOST_CHANGES = 16;

export const terms: Topic<Terms> = {
  empty: () => ({ changes: [], extensions: [] }),
  days(state, policy, listener) {
    considerStretch(state, policy, listener);
    for (const { from } of state.changes) listener.consider(from);
  },
  age(state, today, { stretch }) {
    const keptDays = stretch.windowDays + stretch.keepDays;
    const [oldest] = state.extensions;
    if (oldest && oldest.on <= today - keptDays) {
      state.extensions = state.extensions.filter(({ on }) => on > today - keptDays);
    }
    if (state.changes.length > 1) {
      state.changes = withoutOld(state.changes, today - stretch.keepDays);
    }
    return state.changes.length === 0 && state.extensions.length === 0;
  },
};

/** The last change before a day says what ruled then; those before it no longer matter. */
function withoutOld(changes: readonly TermsChange[], day: EpochDay): TermsChange[] {
  const firstKept = changes.findLastIndex(({ from }) => from <= day);
  return changes.slice(Math.max(0, firstKept));
}

/** Adds a change of terms; false when it is known. The latest ones stay, whatever the order. */
export function addTerms(state: Terms, change: TermsChange): boolean {
  const known = state.changes.find(({ from }) => from === change.from);
  if (known && !isCorrection(change, known)) return false;
  const kept = state.changes.filter((other) => other !== known);
  kept.push(change);
  state.changes = kept.sort((a, b) => a.from - b.from).slice(-MOST_CHANGES);
  return state.changes.includes(change);
}

/** Of two that begin on one day the later word, and of equal words the longer terms. */
function isCorrection(change: TermsChange, known: TermsChange): boolean {
  return change.stamp === known.stamp ? change.days > known.days : change.stamp > known.stamp;
}

/** Adds an extension; false when it is known. */
export function addExtension(state: Terms, extension: Extension): boolean {
  if (state.extensions.some(({ key }) => key === extension.key)) return false;
  const kept = [...state.extensions, extension];
  kept.sort((a, b) => a.on - b.on || a.key - b.key);
  state.extensions = kept.slice(-MOST_EXTENSIONS);
  return state.extensions.includes(extension);
}

/** What was stretched: the day that it came to count, and how far. */
export interface Stretch {
  readonly on: EpochDay;
  readonly extensions: number;
  readonly longerBy: number;
}

/** The latest stretch that is still news on a day. */
export function stretchOn(
  { changes, extensions }: Terms,
  day: EpochDay,
  { stretch }: Policy,
): Stretch | null {
  let latest: Stretch | null = null;
  extensions.forEach(({ on }) => {
    const count = extensions.filter(
      (other) => other.on <= on && other.on > on - stretch.windowDays,
    ).length;
    if (count >= stretch.extensions) latest = later(latest, { on, extensions: count, longerBy: 0 });
  });
  changes.forEach((change, at) => {
    const before = change.oldDays !== NEVER ? change.oldDays : (changes[at - 1]?.days ?? NEVER);
    const longerBy = before === NEVER ? 0 : change.days - before;
    if (longerBy < stretch.longerByDays) return;
    latest = later(latest, { on: change.from, extensions: 0, longerBy });
  });
  return isNews(latest, day, stretch.keepDays) ? latest : null;

  function later(known: Stretch | null, found: Stretch): Stretch | null {
    if (found.on > day) return known;
    return known === null || found.on >= known.on ? found : known;
  }
}

function isNews(found: Stretch | null, day: EpochDay, keepDays: number): boolean {
  return found !== null && day < found.on + keepDays;
}

function considerStretch(state: Terms, { stretch }: Policy, listener: DayListener): void {
  for (const { on } of state.extensions) listener.consider(on + stretch.keepDays);
  for (const { from } of state.changes) listener.consider(from + stretch.keepDays);
}
