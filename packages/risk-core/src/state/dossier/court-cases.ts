import type { EpochDay } from '../../types/units.ts';
import type { Topic } from './topic.ts';

const MOST_CASES = 24;

export type CaseKind = 'judgment' | 'tax_default' | 'charge';

/** A debt that a court or tax office made public, or a charge on an asset. */
export interface CourtCase {
  readonly kind: CaseKind;
  readonly id: string;
  readonly registeredOn: EpochDay;
  readonly stamp: number;
  /** NEVER when it is not known. */
  readonly amountMinor: number;
  /** Empty when it is not known. */
  readonly currency: string;
}

/** That a case is paid or set aside; it may be heard of before the case itself. */
export interface Satisfaction {
  readonly id: string;
  readonly on: EpochDay;
}

/** Cases and satisfactions, the newest of each, sorted by day and id. */
export interface CourtCases {
  cases: CourtCase[];
  satisfied: Satisfaction[];
}

export const courtCases: Topic<CourtCases> = {
  empty: () => ({ cases: [], satisfied: [] }),
  days({ cases }, { registers }, listener) {
    for (const { registeredOn } of cases) {
      listener.consider(registeredOn + registers.caseNewDays + 1);
      listener.consider(registeredOn + registers.caseKeptDays + 1);
    }
  },
  age(state, today, { registers }) {
    const since = today - registers.caseKeptDays;
    state.cases = state.cases.filter(({ registeredOn }) => registeredOn >= since);
    state.satisfied = state.satisfied.filter(({ on }) => on >= since);
    return state.cases.length === 0 && state.satisfied.length === 0;
  },
};

/** Adds a case or a later version of it; false when it is known or too old to be kept. */
export function registerCase(state: CourtCases, added: CourtCase): boolean {
  const known = state.cases.find(({ kind, id }) => kind === added.kind && id === added.id);
  if (known && !isLater(added, known)) return false;
  const cases = state.cases.filter((one) => one !== known);
  cases.push(added);
  cases.sort((a, b) => b.registeredOn - a.registeredOn || compare(a.kind + a.id, b.kind + b.id));
  state.cases = cases.slice(0, MOST_CASES);
  return state.cases.includes(added);
}

/** Equal stamps: what is dearer or newer wins, so that the order of telling does not. */
function isLater(added: CourtCase, known: CourtCase): boolean {
  if (added.stamp !== known.stamp) return added.stamp > known.stamp;
  if (added.amountMinor !== known.amountMinor) return added.amountMinor > known.amountMinor;
  if (added.registeredOn !== known.registeredOn) return added.registeredOn > known.registeredOn;
  return added.currency > known.currency;
}

/** Notes that a case is over; false when that is known. */
export function satisfyCase(state: CourtCases, id: string, on: EpochDay): boolean {
  const known = state.satisfied.find((one) => one.id === id);
  if (known && known.on >= on) return false;
  const satisfied = state.satisfied.filter((one) => one !== known);
  satisfied.push({ id, on });
  satisfied.sort((a, b) => b.on - a.on || compare(a.id, b.id));
  state.satisfied = satisfied.slice(0, MOST_CASES);
  return true;
}

/** Whether a case still stands against the customer. */
export function isStanding({ satisfied }: CourtCases, { id, kind }: CourtCase): boolean {
  return kind === 'charge' || !satisfied.some((one) => one.id === id);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : 1;
}
