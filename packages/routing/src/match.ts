import type { Money } from '@duewatch/wording';
import type { MatchDocument } from './document.ts';
import { isAtLeast, type Labels } from './labels.ts';

/** True when an alert is what the route asks for: each thing that it names, any of the values. */
export function matches(match: MatchDocument, labels: Labels): boolean {
  const { minSeverity, minAmount, code } = match;
  if (minSeverity !== undefined && !isAtLeast(labels.severity, minSeverity)) return false;
  if (minAmount !== undefined && !isEnough(labels.amount, minAmount)) return false;
  if (code !== undefined && !code.includes(labels.code) && !code.includes(labels.family)) {
    return false;
  }
  return (['tenant', 'customer', 'branch', 'owner', 'segment', 'band'] as const).every((name) => {
    const wanted = match[name];
    const value = labels[name];
    return wanted === undefined || (value !== null && wanted.includes(value));
  });
}

/** What is not known, or in a currency that is not named, is not enough. */
function isEnough(amount: Money | null, floors: readonly Money[]): boolean {
  if (amount === null) return false;
  const floor = floors.find(({ currency }) => currency === amount.currency);
  return floor !== undefined && amount.amountMinor >= floor.amountMinor;
}
