import { firstDayOf, monthOf } from '../calendar/civil.ts';
import { multiplyDivide } from '../money/integer.ts';
import type { EpochDay } from '../types/units.ts';

const MILLI = 1_000;
/** More days than this say no more than this: hardly any sales. */
const MOST_MILLI = 999_999_999;

/** Days for which sales of a window would make up an amount, in thousandths; null without sales. */
export function salesDaysMilli(amount: number, sales: number, days: number): number | null {
  if (sales <= 0) return null;
  return Math.min(MOST_MILLI, multiplyDivide(Math.max(0, amount), days * MILLI, sales));
}

/** Sales of a stretch of days. */
export interface SalesOf {
  readonly sales: number;
  readonly days: number;
}

/**
 * Days sales outstanding counted back: whole months of sales are taken off what is open, the newest
 * first, and the last one in proportion. Null when the sales do not reach back far enough.
 */
export function countbackMilli(open: number, newestFirst: readonly SalesOf[]): number | null {
  if (open <= 0) return 0;
  let left = open;
  let milli = 0;
  for (const { sales, days } of newestFirst) {
    if (sales >= left) return milli + multiplyDivide(left, days * MILLI, sales);
    left -= sales;
    milli += days * MILLI;
  }
  return null;
}

/** The months of a turnover, the newest first, up to today and without gaps. */
export function monthsBack(months: readonly number[], today: EpochDay): SalesOf[] {
  const stretches: SalesOf[] = [];
  const [first] = months;
  if (first === undefined) return stretches;
  let end = today + 1;
  for (let month = monthOf(today); month >= first; month -= 1) {
    const start = firstDayOf(month);
    stretches.push({ sales: salesOf(months, month), days: end - start });
    end = start;
  }
  return stretches;
}

function salesOf(months: readonly number[], month: number): number {
  for (let at = 0; at < months.length; at += 2) {
    if (months[at] === month) return months[at + 1] ?? 0;
  }
  return 0;
}
