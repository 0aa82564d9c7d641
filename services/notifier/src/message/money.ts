import type { Money } from './news.ts';

/** Currencies that do not have two decimals, from ISO 4217. */
const EXPONENTS: Readonly<Record<number, string>> = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
  3: 'BHD IQD JOD KWD LYD OMR TND',
  4: 'CLF UYW',
};

const exponentOf = new Map(
  Object.entries(EXPONENTS).flatMap(([exponent, currencies]) =>
    currencies.split(' ').map((currency) => [currency, Number(exponent)] as const),
  ),
);

/**
 * `EUR 12,345.60`: the code first and always the same marks, so that one alert reads alike for
 * everyone and no amount is mistaken for another currency's.
 */
export function formatMoney({ amountMinor, currency }: Money): string {
  const exponent = exponentOf.get(currency) ?? 2;
  const digits = String(Math.abs(amountMinor)).padStart(exponent + 1, '0');
  const whole = formatCount(Number(digits.slice(0, digits.length - exponent)));
  const fraction = exponent === 0 ? '' : `.${digits.slice(-exponent)}`;
  return `${currency} ${amountMinor < 0 ? '−' : ''}${whole}${fraction}`;
}

/** `12,345` */
export function formatCount(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}
