import type { EpochDay } from '../../types/units.ts';
import type { Topic } from './topic.ts';

const MOST_PROVIDERS = 4;

/** How the customer pays others, as one provider reports it. */
export interface TradeReport {
  readonly provider: string;
  readonly asOf: EpochDay;
  readonly stamp: number;
  /** Mean days beyond terms in thousandths. */
  readonly dbtMilli: number;
  /** Trade lines behind it. */
  readonly lines: number;
}

/** The newest report of each provider, sorted by provider. */
export interface TradeExperience {
  reports: TradeReport[];
}

/** Only noted: bureaus average over suppliers of all kinds, and the own ledger knows better. */
export const tradeExperience: Topic<TradeExperience> = { empty: () => ({ reports: [] }) };

/** Takes the newest report of a provider; false when a newer one is known. */
export function addReport(state: TradeExperience, report: TradeReport): boolean {
  const known = state.reports.find(({ provider }) => provider === report.provider);
  if (known && !isLater(report, known)) return false;
  const reports = state.reports.filter((one) => one !== known);
  reports.push(report);
  reports.sort((a, b) => b.asOf - a.asOf || compare(a.provider, b.provider));
  const kept = reports.slice(0, MOST_PROVIDERS);
  state.reports = kept.sort((a, b) => compare(a.provider, b.provider));
  return state.reports.includes(report);
}

function isLater(report: TradeReport, known: TradeReport): boolean {
  if (report.asOf !== known.asOf) return report.asOf > known.asOf;
  if (report.stamp !== known.stamp) return report.stamp > known.stamp;
  if (report.dbtMilli !== known.dbtMilli) return report.dbtMilli > known.dbtMilli;
  return report.lines > known.lines;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : 1;
}
