import { minorRate, SAME, toBase } from '../money/conversion.ts';
import { ageClassesOf } from '../policy/age-classes.ts';
import {
  asItems,
  asStubs,
  asWhere,
  pageFor,
  slotOf,
  stubOn,
  stubPageFor,
  whereRef,
} from '../state/pages.ts';
import {
  type ItemEntry,
  NOTHING_CLEAN,
  type Profile,
  SEVERAL_CURRENCIES,
  type StubEntry,
} from '../state/profile.ts';
import type { AccountRecord } from '../state/records.ts';
import type { PagePeek, PageRef } from '../types/pages.ts';
import type { EpochDay } from '../types/units.ts';
import type { World } from '../types/world.ts';

/** Weekends and holidays move a day by at most this much in any real calendar. */
const LONGEST_BREAK_DAYS = 14;

/**
 * Finds out which pages a fold will touch, by looking where the rules will look. What is not in
 * memory is noted in `missing`, and the shell asks again once it has loaded that.
 */
export class Scout {
  readonly profile: Profile;
  readonly world: World;
  /** Day on which the fold will end. */
  readonly to: EpochDay;
  readonly missing: PageRef[] = [];
  private readonly pages: PagePeek;

  constructor(profile: Profile, pages: PagePeek, world: World, to: EpochDay) {
    this.to = to;
    this.profile = profile;
    this.pages = pages;
    this.world = world;
  }

  /** The open record with this key; undefined also while a page is missing. */
  open(key: number): AccountRecord | undefined {
    const { profile } = this;
    let entry = profile.itemPages[0];
    if (profile.isIndexed) {
      const where = asWhere(this.page(whereRef(key)));
      entry = where && profile.itemPages.find(({ no }) => no === where.pageNo);
    }
    const records = entry && asItems(this.page(entry.ref))?.records;
    return records?.[slotOf(records, key)];
  }

  /** The stub with this key on the pages that the filter admits, all of which are needed. */
  stub(key: number, admits: (entry: StubEntry) => boolean): AccountRecord | undefined {
    let found: AccountRecord | undefined;
    for (const entry of this.profile.stubPages) {
      if (!admits(entry)) continue;
      const page = asStubs(this.page(entry.ref));
      if (page) found ??= stubOn(page, key);
    }
    return found;
  }

  /** Open or closed, wherever it is. */
  anywhere(key: number): AccountRecord | undefined {
    const found = this.open(key);
    if (found || this.missing.length > 0) return found;
    return this.stub(key, () => true);
  }

  /** The item page on which a record of this sort day would be filed. */
  itemPageAt(on: EpochDay, key: number): void {
    this.pagesAround(this.profile.itemPages, pageFor(this.profile.itemPages, on, key));
  }

  /** The stub page on which a record of this day would be filed. */
  stubPageAt(on: EpochDay, key: number): void {
    this.pagesAround(this.profile.stubPages, stubPageFor(this.profile.stubPages, on, key));
  }

  /** All stub pages from this day on: what a settlement of that day is followed by. */
  stubsFrom(on: EpochDay): void {
    const { stubPages } = this.profile;
    const from = Math.max(0, pageFor(stubPages, on, 0));
    this.pagesAround(stubPages, from);
    for (let index = from; index < stubPages.length; index += 1) {
      const entry = stubPages[index];
      if (entry) this.page(entry.ref);
    }
  }

  /**
   * A page, and those that may take its place: on the way to the event's day a page may lose its
   * first record, or all, and then a neighbour is where the record belongs.
   */
  private pagesAround(directory: readonly (ItemEntry | StubEntry)[], at: number): void {
    let index = at;
    let entry = directory[index];
    if (entry) this.page(entry.ref);
    const next = directory[at + 1];
    if (entry && entry.nextOn <= this.to && next) this.page(next.ref);
    while (entry && entry.nextOn <= this.to && index > 0) {
      index -= 1;
      entry = directory[index];
      if (entry) this.page(entry.ref);
    }
  }

  allPages(): void {
    for (const { ref } of this.profile.itemPages) this.page(ref);
    for (const { ref } of this.profile.stubPages) this.page(ref);
  }

  /** Pages with a record at a boundary on the way. */
  pagesDue(): void {
    const { to } = this;
    let hasItems = false;
    for (const { ref, nextOn } of this.profile.itemPages) {
      if (nextOn > to) continue;
      this.page(ref);
      hasItems = true;
    }
    for (const { ref, nextOn } of this.profile.stubPages) {
      if (nextOn <= to) this.page(ref);
    }
    if (!hasItems) return;
    // Promises that end file themselves among the stubs of the days for which they were made.
    const { toleranceDays } = this.world.policy.promises;
    this.stubsFrom(this.profile.today - LONGEST_BREAK_DAYS - 7 * toleranceDays);
    this.coverPages(0);
  }

  /**
   * Pages that laying the cover may have to open, when cash or clean items change by at most
   * `slackMinor`: from where the cover may end first to where the oldest overdue may be found.
   */
  coverPages(slackMinor: number): void {
    const { to } = this;
    const { itemPages } = this.profile;
    if (itemPages.length < 2) return;
    const classes = ageClassesOf(this.world.policy);
    const ignoreBelow = this.world.policy.overdue.ignoreBelowMinor;
    const slackBase = this.inBase(slackMinor);
    const passed = new Map<string, number>();
    let uncovered = 0;
    // What a page of several currencies takes from each purse, only its items tell.
    let isOpenEnded = false;
    for (const entry of itemPages) {
      if (entry.firstOn > to) break;
      if (entry.currency === NOTHING_CLEAN) continue;
      if (entry.currency === SEVERAL_CURRENCIES) isOpenEnded = true;
      const cash = this.cashOf(entry.currency);
      const before = passed.get(entry.currency) ?? 0;
      const after = before + entry.cleanMinor;
      passed.set(entry.currency, after);
      const isCovered = after + slackMinor <= cash;
      const isPassed = isCovered && sameClass(classes.limits, entry, this.profile.today, to);
      const isBare = before >= cash + slackMinor;
      const isFound = uncovered > ignoreBelow + slackBase;
      if (isOpenEnded || !(isPassed || (isBare && isFound))) this.page(entry.ref);
      if (isBare && this.isBeyondGrace(entry.lastOn, this.profile.today)) {
        uncovered += entry.cleanBase;
      }
    }
  }

  /** At most what the amount could be worth in the base, whatever its currency. */
  private inBase(amountMinor: number): number {
    let most = amountMinor;
    for (const { currency } of this.profile.books) {
      const rate = minorRate(this.world.rates, currency, null);
      // Twice, because items keep the rate of their issue and rates move.
      if (rate !== SAME) most = Math.max(most, 2 * toBase(amountMinor, rate));
    }
    return most;
  }

  private isBeyondGrace(lastOn: EpochDay, to: EpochDay): boolean {
    return to - lastOn > this.world.policy.overdue.graceDays + LONGEST_BREAK_DAYS;
  }

  private cashOf(currency: string): number {
    const book = this.profile.books.find((other) => other.currency === currency);
    return book ? book.cashMinor + book.creditMinor : 0;
  }

  private page(ref: PageRef) {
    const page = this.pages.peek(ref);
    if (page !== 'unloaded') return page;
    if (!this.missing.includes(ref)) this.missing.push(ref);
    return undefined;
  }
}

/** True when the page stays within one age class on every day of the step. */
function sameClass(
  limits: readonly number[],
  { firstOn, lastOn }: ItemEntry,
  from: EpochDay,
  to: EpochDay,
): boolean {
  const oldest = to - firstOn;
  const newest = from - lastOn;
  const grace = limits[0] ?? 0;
  return newest > grace && !limits.some((limit) => newest <= limit && limit < oldest);
}
