import type { DomainEvent } from '../types/events/index.ts';
import { type RuleOutcome, refused } from './outcome.ts';

/**
 * Largest amount, in minor units. Beyond it, amount × days could leave the 53 bits in which sums
 * are exact: a hundred thousand million euros are not an invoice.
 */
export const MAX_AMOUNT_MINOR = 10_000_000_000_000;

/** Days outside 1970–2243 are typing errors. */
const MAX_DAY = 100_000;

/** Fields that hold amounts, and those that may be below zero. */
const amounts = [
  'amountMinor',
  'openMinor',
  'newMinor',
  'discountMinor',
  'creditedMinor',
  'recommendedLimitMinor',
  'requestedMinor',
  'insuredMinor',
  'oldMinor',
] as const;
const differences = ['deltaMinor', 'reportedOpenMinor'] as const;
const days = [
  'issuedOn',
  'dueOn',
  'newDueOn',
  'appliedOn',
  'valueOn',
  'promisedFor',
  'madeOn',
  'failedOn',
  'reversedOn',
  'validTo',
  'asOf',
  'registeredOn',
  'satisfiedOn',
  'publishedOn',
  'effectiveOn',
  'requestedOn',
  'expiresOn',
  'changedOn',
  'matchedOn',
  'contactedOn',
  'nextContactOn',
  'pausedOn',
  'until',
  'setOn',
] as const;

/** Refuses numbers that no ledger means, before anything has changed. */
export function checkEvent(event: DomainEvent): RuleOutcome | undefined {
  const fields = event as unknown as Readonly<Record<string, unknown>>;
  for (const name of amounts) {
    const value = fields[name];
    if (value === undefined || value === null) continue;
    if (!Number.isSafeInteger(value) || Number(value) < 0 || Number(value) > MAX_AMOUNT_MINOR) {
      return refused('amount_out_of_range', `${name} is ${String(value)}`);
    }
  }
  for (const name of differences) {
    const value = fields[name];
    if (value !== undefined && !(Math.abs(Number(value)) <= MAX_AMOUNT_MINOR)) {
      return refused('amount_out_of_range', `${name} is ${String(value)}`);
    }
  }
  for (const name of days) {
    const value = fields[name];
    if (value === undefined || value === null) continue;
    if (!isDay(value)) {
      return refused('date_out_of_range', `${name} is ${String(value)}`);
    }
  }
  return undefined;
}

/** A whole number of days since 1970 that may be meant. */
export function isDay(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) <= MAX_DAY;
}
