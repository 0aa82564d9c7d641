import { securedBy } from '../features/limits.ts';
import { minorRate, toBase, UNKNOWN } from '../money/conversion.ts';
import { ageClassesOf, BUCKET_DAYS, classAbove, NOT_DUE } from '../policy/age-classes.ts';
import type { Profile } from '../state/profile.ts';
import { NEVER } from '../state/records.ts';
import { sumFrom } from '../state/sums.ts';
import type { World } from '../types/world.ts';
import { type Balances, expectedLoss, lossRatesOf } from './expected-loss.ts';

/** Expected credit loss of the customer as it stands, in base units. */
export function customerLoss(profile: Profile, world: World): number {
  return expectedLoss(
    balancesOf(profile, world),
    lossRatesOf(world.policy),
    world.policy.ecl.forwardPpm,
    insuredBase(profile, world) + securedBase(profile, world),
  );
}

/** What is open less the cash that lies against it, by the buckets of provision matrices. */
function balancesOf({ sums, cover, books }: Profile, { policy, rates }: World): Balances {
  const classes = ageClassesOf(policy);
  const starts = [NOT_DUE, NOT_DUE + 2, ...BUCKET_DAYS.slice(0, 3).map(above)];
  const net = starts.map((from) => sumFrom(sums.openByClass, from) - sumFrom(cover.byClass, from));
  const [all = 0, late = 0, older = 0, old = 0, oldest = 0] = net;
  const cash = books.reduce((sum, { currency, cashMinor, creditMinor }) => {
    return sum + toBase(cashMinor + creditMinor, minorRate(rates, currency, null));
  }, 0);
  const free = Math.max(0, cash - sumFrom(cover.byClass, NOT_DUE));
  // Cash that nothing due could take will be taken by what falls due next.
  const current = Math.max(0, all - late - free);
  return [current, late - older, older - old, old - oldest, oldest];

  function above(days: number): number {
    return classAbove(classes, days);
  }
}

/** The insurer's cover in base units; nothing without a rate. */
function insuredBase({ insured }: Profile, { rates }: World): number {
  if (insured.amountMinor === NEVER) return 0;
  const rate = minorRate(rates, insured.currency, null);
  return rate === UNKNOWN ? 0 : toBase(insured.amountMinor, rate);
}

/** What deposits and guarantees secure, in base units. */
function securedBase(profile: Profile, { rates }: World): number {
  return securedBy(profile).reduce((sum, { currency, amountMinor }) => {
    return sum + toBase(amountMinor, minorRate(rates, currency, null));
  }, 0);
}
