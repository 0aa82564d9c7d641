import { multiplyDivideDown } from '../money/integer.ts';
import type { EpochDay } from '../types/units.ts';

/** Clean open invoices of one due day: how many, and what they are worth in the base. */
export interface AwaitedDay {
  readonly on: EpochDay;
  count: number;
  base: number;
}

/**
 * Clean open invoices by due day, in order of it. Those past the age beyond which lateness is cut
 * off are one heap: it makes no difference any more how old they are. Bounded by that age and by
 * the longest terms, however many invoices there are.
 */
export interface Awaited {
  readonly days: AwaitedDay[];
  oldCount: number;
  oldBase: number;
}

/** Nothing is awaited. */
export function createAwaited(): Awaited {
  return { days: [], oldCount: 0, oldBase: 0 };
}

/** Adds an invoice (sign 1) or takes it out (sign -1). */
export function awaitInvoice(
  awaited: Awaited,
  on: EpochDay,
  isOld: boolean,
  base: number,
  sign: 1 | -1,
): void {
  if (isOld) {
    awaited.oldCount += sign;
    awaited.oldBase += sign * base;
    return;
  }
  const { days } = awaited;
  let slot = days.length;
  while (slot > 0 && (days[slot - 1]?.on ?? 0) >= on) slot -= 1;
  const found = days[slot];
  if (found?.on !== on) {
    days.splice(slot, 0, { on, count: sign, base: sign * base });
    return;
  }
  found.count += sign;
  found.base += sign * base;
  if (found.count === 0) days.splice(slot, 1);
}

/**
 * Goes through what is awaited, oldest first, by age in days and count. What money covers that is
 * here already and not yet applied is left out: nobody waits for that.
 */
export function eachAwaited(
  awaited: Awaited,
  oldAge: number,
  coveredBase: number,
  day: EpochDay,
  visit: (age: number, count: number) => void,
): void {
  let left = coveredBase;
  const pass = (age: number, count: number, base: number) => {
    const bare = uncoveredCount(count, base, left);
    if (bare > 0) visit(age, bare);
    left -= base;
  };
  if (awaited.oldCount > 0) pass(oldAge, awaited.oldCount, awaited.oldBase);
  for (const { on, count, base } of awaited.days) pass(day - on, count, base);
}

/** How many of some invoices are left when money covers them in part. */
export function uncoveredCount(count: number, base: number, coveredBase: number): number {
  if (coveredBase <= 0) return count;
  return coveredBase < base ? count - multiplyDivideDown(count, coveredBase, base) : 0;
}
