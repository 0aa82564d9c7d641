import { isoDateOf } from '@duewatch/contracts';
import type { Assessment, Feature } from '@duewatch/risk-core';
import { formatQuantity } from '@duewatch/wording';

type Unit = Feature['unit'];

/** A value as people read it; what is not known is a dash. */
export function quantity(value: number | null, unit: Unit, currency: string): string {
  return value === null ? '—' : formatQuantity(value, unit === 'minor' ? currency : unit);
}

export function day(on: number | null): string {
  return on === null ? '—' : isoDateOf(on);
}

export function openConditions({ conditions }: Assessment): string {
  const names = conditions.map(({ level, scope, pendingUntil }) => {
    const about = scope === null ? '' : ` (${scope})`;
    return `${level}${about}${pendingUntil === null ? '' : ' pending'}`;
  });
  return names.join(', ');
}
