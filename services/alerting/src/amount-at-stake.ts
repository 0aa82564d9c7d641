import { describeCode } from './catalogue.ts';
import type { Standing } from './profile-view.ts';

export interface Money {
  readonly amountMinor: number;
  readonly currency: string;
}

/**
 * What the worry is about, in money: the overdue sum that is clean, or, for the families about the
 * credit limit, what lies above it. Null where the two cannot be subtracted because the limit is
 * in another currency than the exposure: no figure is better than a wrong one.
 */
export function amountAtStake(code: string, standing: Standing): Money | null {
  const { currency, cleanOverdueMinor, exposureMinor, limitMinor, limitCurrency } = standing;
  if (describeCode(code).stake === 'clean_overdue') {
    return { amountMinor: cleanOverdueMinor, currency };
  }
  if (limitMinor === null) return { amountMinor: Math.max(0, exposureMinor), currency };
  if (limitCurrency !== null && limitCurrency !== currency) return null;
  return { amountMinor: Math.max(0, exposureMinor - limitMinor), currency };
}
