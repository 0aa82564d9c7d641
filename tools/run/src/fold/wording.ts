import { isoDateOf } from '@duewatch/contracts';
import type { Assessment, Evidence, Feature } from '@duewatch/risk-core';

type Unit = Feature['unit'];

/** An amount with its thousands apart, so that zeros need not be counted. */
export function money(amountMinor: number, currency: string): string {
  const digits = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions();
  const decimals = digits.maximumFractionDigits ?? 2;
  const text = (amountMinor / 10 ** decimals).toLocaleString('en', {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
  return `${text} ${currency}`;
}

/** A value as people read it; what is not known is a dash. */
export function quantity(value: number | null, unit: Unit, currency: string): string {
  if (value === null) return '—';
  switch (unit) {
    case 'minor':
      return money(value, currency);
    case 'milli_days':
      return `${fixed(value / 1_000, 3)} days`;
    case 'ppm':
      return `${fixed(value / 10_000, 4)} %`;
    case 'days':
      return `${value} days`;
    default:
      return String(value);
  }
}

export function day(on: number | null): string {
  return on === null ? '—' : isoDateOf(on);
}

/** One line of a condition's arithmetic. */
export function factText({ field, value, threshold, unit, text }: Evidence, currency: string) {
  const of = (amount: number | null) => quantity(amount, unit, text ?? currency);
  const against = threshold === null ? '' : ` against ${of(threshold)}`;
  return `${field} ${of(value)}${against}`;
}

export function openConditions({ conditions }: Assessment): string {
  const names = conditions.map(({ level, scope, pendingUntil }) => {
    const about = scope === null ? '' : ` (${scope})`;
    return `${level}${about}${pendingUntil === null ? '' : ' pending'}`;
  });
  return names.join(', ');
}

function fixed(value: number, digits: number): string {
  return value.toFixed(digits).replace(/\.?0+$/, '');
}
