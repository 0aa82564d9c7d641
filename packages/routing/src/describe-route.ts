import { formatMoney } from '@duewatch/wording';
import type { Route } from './routing.ts';

/** What a route asks for, in words: `branch lyon, at least error`. */
export function describeRoute({ match }: Route): string {
  const { minSeverity, minAmount, ...named } = match;
  const parts = Object.entries(named).map(
    ([name, values]) => `${name} ${(values ?? []).join(' or ')}`,
  );
  if (minSeverity !== undefined) parts.push(`at least ${minSeverity}`);
  if (minAmount !== undefined) parts.push(`at least ${minAmount.map(formatMoney).join(' or ')}`);
  return parts.length === 0 ? 'everything' : parts.join(', ');
}
