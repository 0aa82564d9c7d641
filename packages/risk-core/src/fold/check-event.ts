import type { DomainEvent } from '../types/events/index.ts';
import type { RefusalReason } from '../types/folding.ts';
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

type Check = (value: number) => boolean;

/** What each field must be, if it is told at all. */
const checks = new Map<string, { readonly isMeant: Check; readonly reason: RefusalReason }>();
for (const name of amounts) checks.set(name, { isMeant: isAmount, reason: 'amount_out_of_range' });
for (const name of differences) {
  checks.set(name, { isMeant: isDifference, reason: 'amount_out_of_range' });
}
for (const name of days) checks.set(name, { isMeant: isDay, reason: 'date_out_of_range' });

/** Refuses numbers that no ledger means, before anything has changed. */
export function checkEvent(event: DomainEvent): RuleOutcome | undefined {
  // Its few numbers are looked up among the many fields, not the many on each event.
  for (const name in event) {
    const value = event[name as keyof DomainEvent] as unknown;
    if (typeof value !== 'number') continue;
    const check = checks.get(name);
    if (check === undefined || check.isMeant(value)) continue;
    return refused(check.reason, `${name} is ${value}`);
  }
  return undefined;
}

function isAmount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0 && value <= MAX_AMOUNT_MINOR;
}

function isDifference(value: number): boolean {
  return Math.abs(value) <= MAX_AMOUNT_MINOR;
}

/** A whole number of days since 1970 that may be meant. */
export function isDay(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) <= MAX_DAY;
}
