import type { EpochDay } from '../../types/units.ts';
import type { Topic } from './topic.ts';

const MOST_FILINGS = 2;

/** Ratios of the accounts of one period. Null where the figures for it were not published. */
export interface Filing {
  readonly periodEnd: EpochDay;
  readonly filedOn: EpochDay;
  readonly stamp: number;
  readonly isAudited: boolean;
  readonly altmanMilli: number | null;
  readonly gearingPpm: number | null;
  readonly currentRatioMilli: number | null;
}

/** The accounts of the last two periods, the newest first. */
export interface Financials {
  filings: Filing[];
}

export const financials: Topic<Financials> = {
  empty: () => ({ filings: [] }),
  days({ filings }, { shelfLife }, listener) {
    for (const { periodEnd } of filings) listener.consider(periodEnd + shelfLife.accountsDays + 1);
  },
};

/** Adds accounts, or corrected ones; false when they are known or older than what is kept. */
export function addFiling(state: Financials, filing: Filing): boolean {
  const known = state.filings.find(({ periodEnd }) => periodEnd === filing.periodEnd);
  if (known && !isLater(filing, known)) return false;
  const filings = state.filings.filter((one) => one !== known);
  filings.push(filing);
  filings.sort((a, b) => b.periodEnd - a.periodEnd);
  state.filings = filings.slice(0, MOST_FILINGS);
  return state.filings.includes(filing);
}

/** Later filed or told; of equal ones the worse, so that the order of telling does not show. */
function isLater(filing: Filing, known: Filing): boolean {
  const order = (one: Filing) => [
    one.stamp,
    one.filedOn,
    -(one.altmanMilli ?? 0),
    one.gearingPpm ?? 0,
    -(one.currentRatioMilli ?? 0),
    one.isAudited ? 1 : 0,
  ];
  const theirs = order(known);
  for (const [index, value] of order(filing).entries()) {
    const other = theirs[index] ?? 0;
    if (value !== other) return value > other;
  }
  return false;
}
