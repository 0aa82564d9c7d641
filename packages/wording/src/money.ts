import { decimals } from '@duewatch/risk-core';

/** Money in the smallest unit of its currency. */
export interface Money {
  readonly amountMinor: number;
  readonly currency: string;
}

/**
 * `EUR 12,345.60`: the code first and always the same marks, so that one alert reads alike for
 * everyone and no amount is mistaken for another currency's.
 */
export function formatMoney({ amountMinor, currency }: Money): string {
  const exponent = decimals(currency);
  const digits = String(Math.abs(amountMinor)).padStart(exponent + 1, '0');
  const whole = formatCount(Number(digits.slice(0, digits.length - exponent)));
  const fraction = exponent === 0 ? '' : `.${digits.slice(-exponent)}`;
  return `${currency} ${amountMinor < 0 ? '−' : ''}${whole}${fraction}`;
}

/** `12,345` */
export function formatCount(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}
