import { defaultPolicy, type Policy } from '@duewatch/risk-core';
import { countFalseAlerts } from './count-false-alerts.ts';
import { detectOnset, type Onset } from './detect-onset.ts';
import { type Collection, measureCollection } from './measure-collection.ts';
import type { BacktestLedger } from './past-invoice.ts';
import { type Ranking, rankInvoices } from './rank-invoices.ts';

export type { Collection, Onset, Ranking };

export interface BacktestOptions {
  readonly policy?: Policy;
  /** The first seed; the shuffles take it and the two that follow. */
  readonly seed?: number;
}

/** What a backtest found. Areas under the curve have four decimals, other ratios two. */
export interface Backtest {
  readonly invoices: number;
  readonly customers: number;
  readonly ranking: Readonly<Record<'late0' | 'late15' | 'late30', Ranking>>;
  readonly onset: Readonly<Record<'shift10' | 'shift20', Onset>>;
  readonly falseAlertsPer100CustomerMonths: number | null;
  readonly collection: Collection | null;
  readonly seeds: { readonly bootstrap: number; readonly shuffles: readonly number[] };
}

/** Replays a ledger and measures ranking, onset and false alerts. Same input, same answer. */
export function runBacktest(ledger: BacktestLedger, options: BacktestOptions = {}): Backtest {
  const { policy = defaultPolicy, seed = 1 } = options;
  // A credit is no invoice: there is nothing to be late with.
  const invoices = ledger.invoices.filter(({ amountMinor }) => amountMinor > 0);
  const rules = { policy, calendar: ledger.calendar };
  const shuffles = [seed, seed + 1, seed + 2];
  const { late0, late15, late30 } = rankInvoices(invoices, rules, seed);
  const { shift10, shift20 } = detectOnset(invoices, rules, { shift10: 10, shift20: 20 });
  const alerts = countFalseAlerts(invoices, rules, shuffles);
  return {
    invoices: invoices.length,
    customers: new Set(invoices.map(({ customerId }) => customerId)).size,
    ranking: {
      late0: roundedRanking(late0),
      late15: roundedRanking(late15),
      late30: roundedRanking(late30),
    },
    onset: { shift10: roundedOnset(shift10), shift20: roundedOnset(shift20) },
    falseAlertsPer100CustomerMonths: alerts === null ? null : Math.round(alerts * 100) / 100,
    collection: measureCollection(invoices),
    seeds: { bootstrap: seed, shuffles },
  };
}

function roundedRanking({ n, positives, expected, ci, baselines, ...ranking }: Ranking): Ranking {
  return {
    n,
    positives,
    expected: Math.round(expected * 10) / 10,
    auc: rounded(ranking.auc),
    ci: ci && [rounded(ci[0]) ?? 0, rounded(ci[1]) ?? 0],
    baselines: {
      meanDbt: rounded(baselines.meanDbt),
      recencyRatio: rounded(baselines.recencyRatio),
    },
  };
}

function roundedOnset({ d30, d60, d90 }: Onset): Onset {
  return { d30: rounded(d30), d60: rounded(d60), d90: rounded(d90) };
}

function rounded(area: number | null): number | null {
  return area === null ? null : Math.round(area * 10_000) / 10_000;
}
