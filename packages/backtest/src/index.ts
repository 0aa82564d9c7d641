/**
 * How well the model would have done on a ledger of the past: replays it in business time through
 * risk-core, with nothing known before its day, and holds what the profile said against what came.
 * Two simple signals are measured in the same run: a model that loses to them is a defect. It
 * reads no file, asks no clock, and draws only from seeds that it reports.
 */
export type { BacktestLedger, PastInvoice } from './past-invoice.ts';
export {
  type Backtest,
  type BacktestOptions,
  type Collection,
  type Onset,
  type Ranking,
  runBacktest,
} from './run-backtest.ts';
