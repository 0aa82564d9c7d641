import type { EpochDay } from '../../types/units.ts';
import type { Topic } from './topic.ts';

/** Open items, and those less cash and credits: ledgers report either. */
export interface Balance {
  readonly grossMinor: number;
  readonly netMinor: number;
}

/** What a report is held against: the sums of one currency. */
interface Sums {
  readonly currency: string;
  readonly openMinor: number;
  readonly cashMinor: number;
  readonly creditMinor: number;
}

/** The ledger's latest word on one currency, and what its events added up to. */
export interface LedgerReport {
  readonly currency: string;
  asOf: EpochDay;
  stamp: number;
  openMinor: number;
  /** True until the day of the report is over here. */
  isAwaited: boolean;
  /** Ours at the end of the day of the report; null while, or if, that is not known. */
  ours: Balance | null;
  /** Ours at the end of yesterday, kept from the first report on; null before. */
  closed: Balance | null;
  /** First day at whose end that was so. */
  closedFrom: EpochDay;
}

/** One report per currency, in order of currencies. */
export interface Reconciliation {
  readonly reports: LedgerReport[];
}

export const reconciliation: Topic<Reconciliation> = {
  empty: () => ({ reports: [] }),
  days({ reports }, _, listener) {
    for (const { isAwaited, asOf } of reports) if (isAwaited) listener.consider(asOf + 1);
  },
};

/** The days from one to another are over, and nothing changed between them. */
export function closeReports(
  { reports }: Reconciliation,
  books: readonly Sums[],
  firstDay: EpochDay,
  lastDay: EpochDay,
): void {
  for (const report of reports) {
    const balance = balanceIn(books, report.currency);
    if (report.isAwaited && report.asOf <= lastDay) {
      report.ours = balance;
      report.isAwaited = false;
    }
    if (!isSame(report.closed, balance)) {
      report.closed = balance;
      report.closedFrom = firstDay;
    }
  }
}

function isSame(a: Balance | null, b: Balance): boolean {
  return a !== null && a.grossMinor === b.grossMinor && a.netMinor === b.netMinor;
}

function balanceIn(books: readonly Sums[], currency: string): Balance {
  const book = books.find((other) => other.currency === currency);
  if (book === undefined) return { grossMinor: 0, netMinor: 0 };
  const { openMinor, cashMinor, creditMinor } = book;
  return { grossMinor: openMinor, netMinor: openMinor - cashMinor - creditMinor };
}

/** How far the two are apart at their closest; 0 while ours is not known. */
export function gapOf({ ours, openMinor }: LedgerReport): number {
  if (ours === null) return 0;
  return Math.min(Math.abs(ours.grossMinor - openMinor), Math.abs(ours.netMinor - openMinor));
}
