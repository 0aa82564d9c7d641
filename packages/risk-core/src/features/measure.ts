import { exchange, minorRate, toBase, UNKNOWN } from '../money/conversion.ts';
import { multiplyDivideDown, multiplyDivideUp } from '../money/integer.ts';
import { type AgeClasses, classAbove, DUE, IN_GRACE } from '../policy/age-classes.ts';
import type { Policy } from '../policy/policy.ts';
import { exposureOf, type Limit, type Profile } from '../state/profile.ts';
import { NEVER } from '../state/records.ts';
import { sumFrom } from '../state/sums.ts';
import type { EpochDay } from '../types/units.ts';
import type { Rates, World } from '../types/world.ts';
import { awaitedCusumMilli } from './awaited-lateness.ts';
import { securedBy } from './limits.ts';
import { type OrderPattern, orderPatternOf } from './order-pattern.ts';
import { type Outside, readOutside } from './outside.ts';

/** Largest utilisation that is told apart: far above any threshold, and a limit of 0 has it. */
export const UTILISATION_CAP_PPM = 99_999_999;

const PPM = 1_000_000;
const MILLI = 1_000;

/** Facts of one customer on its current day, from which features, bands and conditions follow. */
export interface Findings {
  readonly today: EpochDay;
  /** Open items in base units at issue-date rates, and the highest such sum of 30 days. */
  readonly openBase: number;
  readonly peakBase: number;
  /** Clean overdue beyond grace, after cover. */
  readonly cleanOverdue: number;
  /** The same before cover, and the payments that make up the cover, at current rates. */
  readonly grossOverdue: number;
  readonly freeCashBase: number;
  readonly oldestDays: number;
  /** Clean amounts after cover that are older than the policy's floor ages. */
  readonly olderThan: readonly number[];
  /** Sums behind days beyond terms: clean items that are due, after cover, and × their age. */
  readonly dueClean: number;
  readonly dueAge: number;
  /** At current rates. */
  readonly exposureBase: number;
  readonly hasUnknownRate: boolean;
  /** In the limit's currency; null without a limit or without a rate. */
  readonly exposureInLimit: number | null;
  /** Rounded up, as points want it, and down, as alerts do. */
  readonly utilisationUpPpm: number | null;
  readonly utilisationDownPpm: number | null;
  readonly tenureDays: number | null;
  readonly isProvisional: boolean;
  readonly outside: Outside;
  /** Nobody knows what was paid or sold since a ledger fell silent. */
  readonly isLedgerSilent: boolean;
  readonly orders: OrderPattern | null;
  /** CUSUM of lateness with what unpaid invoices add to it so far. */
  readonly cusumMilli: number;
}

/** Measures the profile as it stands. */
export function measure(profile: Profile, world: World, classes: AgeClasses): Findings {
  const { sums, cover, today, stats } = profile;
  const { policy } = world;
  const openBase = sumFrom(sums.openByClass, 0);
  const cleanOverdue = cleanOverdueOf(profile);
  const since = profile.master.onboardedOn ?? profile.firstSeenOn;
  const exposure = valueExposure(profile, world);
  const exposureInLimit = profile.limit.amountMinor === NEVER ? null : exposure.inLimit;
  return {
    today,
    openBase,
    peakBase: Math.max(openBase, peakSince(profile, today)),
    cleanOverdue,
    grossOverdue: sumFrom(sums.cleanByClass, IN_GRACE + 1),
    freeCashBase: freeCash(profile, world),
    oldestDays: cover.oldestOn === NEVER ? 0 : today - cover.oldestOn,
    olderThan: cleanOverdue === 0 ? nothingOlder : olderThan(profile, policy, classes),
    dueClean: uncovered(profile, DUE),
    dueAge: sums.dueAge - cover.age,
    exposureBase: exposure.base,
    hasUnknownRate: exposure.hasUnknownRate,
    exposureInLimit,
    utilisationUpPpm: utilisation(exposureInLimit, profile, multiplyDivideUp),
    utilisationDownPpm: utilisation(exposureInLimit, profile, multiplyDivideDown),
    tenureDays: since === NEVER ? null : Math.max(0, today - since),
    isProvisional: stats.count < policy.bands.provisionalBelow,
    outside: readOutside(profile, world),
    isLedgerSilent: world.isFeedSilent,
    orders: orderPatternOf(profile, world),
    cusumMilli: stats.cusumMilli + awaitedCusumMilli(profile, policy, today),
  };
}

/** Clean amounts beyond grace, after cover, in base units. */
export function cleanOverdueOf(profile: Profile): number {
  return uncovered(profile, IN_GRACE + 1);
}

/** Clean amounts of a class and all older ones, less what is laid against them. */
function uncovered({ sums, cover }: Profile, from: number): number {
  return sumFrom(sums.cleanByClass, from) - sumFrom(cover.byClass, from);
}

const nothingOlder = [0, 0, 0, 0] as const;

function olderThan(profile: Profile, policy: Policy, classes: AgeClasses): readonly number[] {
  const [first, second, third, fourth] = policy.overdue.floorDays;
  return [
    uncovered(profile, classAbove(classes, first)),
    uncovered(profile, classAbove(classes, second)),
    uncovered(profile, classAbove(classes, third)),
    uncovered(profile, classAbove(classes, fourth)),
  ];
}

function freeCash({ books }: Profile, { rates }: World): number {
  let base = 0;
  for (const { currency, cashMinor } of books) {
    if (cashMinor > 0) base += toBase(cashMinor, minorRate(rates, currency, null));
  }
  return base;
}

/** What is owed and ordered, less what secures it, in the base and in the limit's currency. */
class Exposure {
  base = 0;
  inLimit = 0;
  hasUnknownRate = false;
  private readonly rates: Rates;
  private readonly limitCurrency: string;
  private readonly limitRate: number;

  constructor(rates: Rates, { amountMinor, currency }: Limit) {
    this.rates = rates;
    this.limitCurrency = currency;
    this.limitRate = amountMinor === NEVER ? UNKNOWN : minorRate(rates, currency, null);
  }

  add(currency: string, amountMinor: number): void {
    const rate = minorRate(this.rates, currency, null);
    if (rate === UNKNOWN) this.hasUnknownRate = true;
    else this.base += toBase(amountMinor, rate);
    if (currency === this.limitCurrency) this.inLimit += amountMinor;
    else if (rate !== UNKNOWN && this.limitRate !== UNKNOWN) {
      this.inLimit += exchange(amountMinor, rate, this.limitRate);
    }
  }
}

/** Each currency's subtotal is valued once; a single currency with a limit in it stays exact. */
function valueExposure(profile: Profile, { rates }: World): Exposure {
  const exposure = new Exposure(rates, profile.limit);
  for (const book of profile.books) exposure.add(book.currency, exposureOf(book));
  // What secures the exposure is a stage of its own: valued by itself, so that stages add up.
  for (const { currency, amountMinor } of securedBy(profile)) exposure.add(currency, -amountMinor);
  return exposure;
}

function utilisation(
  inLimit: number | null,
  { limit }: Profile,
  ratio: typeof multiplyDivideUp,
): number | null {
  if (inLimit === null) return null;
  if (inLimit <= 0) return 0;
  if (limit.amountMinor <= 0) return UTILISATION_CAP_PPM;
  return Math.min(UTILISATION_CAP_PPM, ratio(inLimit, PPM, limit.amountMinor));
}

function peakSince(profile: Profile, today: EpochDay): number {
  const { peaks } = profile;
  for (let index = 0; index + 1 < peaks.length; index += 2) {
    if ((peaks[index] ?? 0) > today - PEAK_DAYS) return peaks[index + 1] ?? 0;
  }
  return 0;
}

/** True while something owed or paid could not be valued: then no sum tells the whole. */
export function isUnvalued({ sums }: Profile, { hasUnknownRate }: Findings): boolean {
  return hasUnknownRate || sums.unrated > 0;
}

/** Days for which a high balance is remembered, so that paying early never costs points. */
export const PEAK_DAYS = 30;

/** A share in parts per million, rounded up; null when there is nothing to have a share of. */
export function shareUp(part: number, whole: number): number | null {
  return whole > 0 ? multiplyDivideUp(Math.max(0, part), PPM, whole) : null;
}

/** The same share rounded down. */
export function shareDown(part: number, whole: number): number | null {
  return whole > 0 ? multiplyDivideDown(Math.max(0, part), PPM, whole) : null;
}

/** A weighted mean of days in thousandths, rounded up; null without weight. */
export function meanDaysUp(dayAmounts: number, amounts: number): number | null {
  return amounts > 0 ? multiplyDivideUp(Math.max(0, dayAmounts), MILLI, amounts) : null;
}
