import type { EpochDay } from '../../types/units.ts';
import type { Topic } from './topic.ts';

const MOST_CHANGES = 8;

/** What the register says of a company's life. Stored as their places: append only. */
export const registryAspects = [
  'status',
  'strike_off',
  'ceased_trading',
  'accounts_overdue',
] as const;

export type RegistryMark = (typeof registryAspects)[number];

/** Findings of an aspect, the worst last. */
export const CLEAR = 0;
export const STRIKE_OFF = 1;
export const CEASED = 2;
export const ACCOUNTS_OVERDUE = 3;

/** The newest finding of one aspect. */
export interface Mark {
  readonly aspect: RegistryMark;
  readonly finding: number;
  readonly on: EpochDay;
  readonly stamp: number;
}

/** A change of directors or owners. */
export interface GovernanceChange {
  readonly on: EpochDay;
  readonly key: number;
}

/** Marks in order of aspects; changes from the newest back. */
export interface Registry {
  marks: Mark[];
  changes: GovernanceChange[];
}

export const registry: Topic<Registry> = {
  empty: () => ({ marks: [], changes: [] }),
  days({ changes }, { registers }, listener) {
    for (const { on } of changes) {
      listener.consider(on + registers.governanceToldDays);
      listener.consider(on + registers.governanceWindowDays);
    }
  },
  age(state, today, { registers }) {
    const { governanceToldDays, governanceWindowDays } = registers;
    const since = today - Math.max(governanceToldDays, governanceWindowDays);
    state.changes = state.changes.filter(({ on }) => on > since);
    return state.changes.length === 0 && state.marks.length === 0;
  },
};

/** Takes the newest finding of an aspect; false when a newer one is known. */
export function setMark(state: Registry, mark: Mark): boolean {
  const known = state.marks.find(({ aspect }) => aspect === mark.aspect);
  if (known) {
    if (mark.stamp < known.stamp) return false;
    if (mark.stamp === known.stamp && !isWorse(mark, known)) return false;
  }
  const order = (one: Mark) => registryAspects.indexOf(one.aspect);
  const others = state.marks.filter((one) => one !== known);
  state.marks = [...others, mark].sort((a, b) => order(a) - order(b));
  return true;
}

function isWorse(mark: Mark, known: Mark): boolean {
  return mark.finding !== known.finding ? mark.finding > known.finding : mark.on > known.on;
}

/** Adds a change once; false when it is known or too many newer ones are. */
export function addChange(state: Registry, change: GovernanceChange): boolean {
  if (state.changes.some(({ key }) => key === change.key)) return false;
  const changes = [...state.changes, change];
  changes.sort((a, b) => b.on - a.on || a.key - b.key);
  state.changes = changes.slice(0, MOST_CHANGES);
  return state.changes.includes(change);
}

/** True while any aspect of the register has this finding. */
export function hasFinding(state: Registry | null, finding: number): boolean {
  return state?.marks.some((mark) => mark.finding === finding) ?? false;
}
