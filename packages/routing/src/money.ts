import { decimals } from '@duewatch/risk-core';
import type { Money } from '@duewatch/wording';

/** Money as people write it in routes: `10000 EUR`, `10000.50 EUR`. */
export const MONEY = /^\d{1,12}(\.\d{1,3})? [A-Z]{3}$/;

/** Throws with the mend when it is written otherwise; digits below the smallest unit are cut. */
export function parseMoney(written: string): Money {
  if (!MONEY.test(written)) throw new Error(`"${written}" is no amount. Say such as 10000 EUR.`);
  const [sum = '', currency = ''] = written.split(' ');
  const [whole = '', fraction = ''] = sum.split('.');
  const places = decimals(currency);
  return { amountMinor: Number(whole + fraction.padEnd(places, '0').slice(0, places)), currency };
}
