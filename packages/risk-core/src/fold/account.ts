import { type Weighing, weigh, weighingOf } from '../state/contributions.ts';
import { deriveItem, isSettlement } from '../state/derive-item.ts';
import {
  createItemEntry,
  createStubEntry,
  describeAdded,
  describeStubs,
} from '../state/directory.ts';
import { isRecordOpen, mustKeepId, sortDay } from '../state/filing.ts';
import { irregularityMilli } from '../state/irregularity.ts';
import { KeyFilter } from '../state/key-filter.ts';
import { setNextDays } from '../state/next-days.ts';
import {
  asItems,
  asStubs,
  asWhere,
  ITEMS_PER_PAGE,
  type ItemPage,
  pageFor,
  STUBS_PER_PAGE,
  type StubPage,
  slotFor,
  slotOf,
  stubOn,
  stubPageFor,
  whereRef,
} from '../state/pages.ts';
import type { ItemEntry, Profile, StubEntry } from '../state/profile.ts';
import { type AccountRecord, FAR, type Item } from '../state/records.ts';
import { copyStats, isInOrder } from '../state/settlement-stats.ts';
import type { PageAccess } from '../types/pages.ts';
import type { EpochDay } from '../types/units.ts';
import type { World } from '../types/world.ts';
import { ChangedPages } from './changed-pages.ts';
import { FactWatch } from './fact-watch.ts';
import { insertRecord } from './insert-record.ts';
import { layCover } from './lay-cover.ts';
import { MissingPageError } from './missing-page-error.ts';
import { refoldFrom, stepItem, stepNewest } from './refold.ts';

/**
 * One customer's records during one fold. A rule takes a record out, changes it, and files it
 * again; the account keeps the sums, the pages in order, the directory and the settlement
 * statistics true. Invariant: between rules, the profile's sums are those of all filed records.
 */
export class Account {
  readonly profile: Profile;
  readonly pages: PageAccess;
  readonly world: World;
  readonly weighing: Weighing;
  /** True once open items or cash have changed, so that the cover must be laid anew. */
  hasNewItems = false;
  /** What this fold makes true. */
  readonly watch = new FactWatch();
  private isWhole = false;
  /** Without an index there was one page, and any others have been made since. */
  private readonly wasIndexed: boolean;
  private readonly changed: ChangedPages;
  private refoldOn: EpochDay = FAR;
  private refoldKey = 0;
  private hasNewSettlements = false;

  constructor(profile: Profile, pages: PageAccess, world: World) {
    this.profile = profile;
    this.pages = pages;
    this.world = world;
    this.weighing = weighingOf(world.policy);
    this.changed = new ChangedPages(profile, pages);
    this.wasIndexed = profile.isIndexed;
  }

  /** All pages, which somebody has asked for: from here on nothing has to be looked up. */
  everyPage(): (ItemPage | StubPage)[] {
    this.isWhole = true;
    const { itemPages, stubPages } = this.profile;
    return [
      ...itemPages.map((entry) => this.itemPage(entry)),
      ...stubPages.map((entry) => this.stubPage(entry)),
    ];
  }

  /** The open record with this key. */
  findOpen(key: number): AccountRecord | undefined {
    if (this.isWhole || !this.wasIndexed) return this.searchOpen(key);
    const page = this.openPageOf(key);
    const records = page?.records;
    return records?.[slotOf(records, key)];
  }

  /** The stub with this key, wherever it is. */
  findStub(key: number): AccountRecord | undefined {
    for (const entry of this.profile.stubPages) {
      const found = this.stubOf(entry, key);
      if (found) return found;
    }
    return undefined;
  }

  /** The stub with this key on a page; most pages without it are not even opened. */
  stubOf(entry: StubEntry, key: number): AccountRecord | undefined {
    if (entry.keys !== null && !entry.keys.mayHave(key)) return undefined;
    const page = this.stubPage(entry);
    entry.keys ??= KeyFilter.of(page.records);
    return stubOn(page, key);
  }

  /** The stub with this key among those filed on a day. */
  findFiled(key: number, on: EpochDay): AccountRecord | undefined {
    const { stubPages } = this.profile;
    let at = pageFor(stubPages, on, Number.MAX_SAFE_INTEGER);
    for (let entry = stubPages[at]; entry && entry.lastOn >= on; entry = stubPages[--at]) {
      const found = this.stubOf(entry, key);
      if (found) return found;
    }
    return undefined;
  }

  /** Takes a filed record out, to be changed and filed again, or to be forgotten. */
  take(record: AccountRecord): void {
    const { today } = this.profile;
    weigh(this.profile, record, -1, today, today, this.weighing);
    this.watch.leaves(record, today);
    if (record.isStub && record.kind === 'item' && isSettlement(record)) {
      this.refoldFrom(record.sortOn, record.key);
    }
    this.remove(record);
  }

  /** Files a record where it now belongs. */
  file(record: AccountRecord): void {
    const { profile } = this;
    if (record.kind === 'item') deriveItem(record);
    const isOpen = isRecordOpen(record, profile.today);
    record.sortOn = sortDay(record, isOpen);
    record.isStub = !isOpen;
    weigh(profile, record, 1, profile.today, profile.today, this.weighing);
    setNextDays(record, profile.today, this.weighing);
    this.watch.arrives(record, profile.today);
    if (isOpen) this.fileOpen(record);
    else this.fileStub(record);
  }

  /** Drops a stub at the horizon. What it taught stays in the statistics before the next one. */
  forget(record: AccountRecord): void {
    const { today } = this.profile;
    weigh(this.profile, record, -1, today, today, this.weighing);
    const page = this.remove(record);
    if (page.type === 'stubs' && record.kind === 'item' && isSettlement(record)) {
      stepItem(page.before, record, this.world);
    }
  }

  /** Writes back what changed, and lays the cover anew. Call at the end of each step. */
  finish(): void {
    this.refold();
    if (this.hasNewSettlements) {
      this.profile.irregularityMilli = irregularityMilli(this.profile.stats);
      this.hasNewSettlements = false;
    }
    this.changed.putBack();
    if (this.hasNewItems) layCover(this);
    this.hasNewItems = false;
  }

  itemPage(entry: ItemEntry): ItemPage {
    const page = asItems(this.pages.get(entry.ref));
    if (!page) throw new MissingPageError(entry.ref);
    if (page.isFresh) this.wake(page);
    return page;
  }

  stubPage(entry: StubEntry): StubPage {
    const page = asStubs(this.pages.get(entry.ref));
    if (!page) throw new MissingPageError(entry.ref);
    if (page.isFresh) this.wake(page);
    return page;
  }

  /** Marks a page as changed. */
  touch(page: ItemPage | StubPage): void {
    if (page.type === 'items') this.hasNewItems = true;
    this.changed.add(page);
  }

  /** Next days are not stored: they follow from the record and any day since it last changed. */
  private wake(page: ItemPage | StubPage): void {
    for (const record of page.records) {
      setNextDays(record, this.profile.today, this.weighing);
    }
    page.isFresh = false;
  }

  private searchOpen(key: number): AccountRecord | undefined {
    for (const entry of this.profile.itemPages) {
      const { records } = this.itemPage(entry);
      const found = records[slotOf(records, key)];
      if (found) return found;
    }
    return undefined;
  }

  private openPageOf(key: number): ItemPage | undefined {
    const { profile } = this;
    const where = asWhere(this.pages.get(whereRef(key)));
    const entry = where && profile.itemPages.find(({ no }) => no === where.pageNo);
    return entry && this.itemPage(entry);
  }

  private remove(record: AccountRecord): ItemPage | StubPage {
    const { profile } = this;
    const directory = record.isStub ? profile.stubPages : profile.itemPages;
    const entry = directory[pageFor(directory, record.sortOn, record.key)];
    if (!entry) throw new MissingPageError(record.isStub ? 's' : 'i');
    const page = record.isStub
      ? this.stubPage(entry as StubEntry)
      : this.itemPage(entry as ItemEntry);
    page.records.splice(slotFor(page.records, record.sortOn, record.key), 1);
    this.touch(page);
    if (page.type === 'items' && profile.isIndexed) this.pages.delete(whereRef(record.key));
    return page;
  }

  private fileOpen(record: AccountRecord): void {
    const { profile } = this;
    let at = pageFor(profile.itemPages, record.sortOn, record.key);
    if (at < 0) {
      at = 0;
      this.addItemPage(0, []);
    }
    if (this.pageAtItems(at).records.length >= ITEMS_PER_PAGE) {
      this.splitItems(at);
      at = pageFor(profile.itemPages, record.sortOn, record.key);
    }
    const page = this.pageAtItems(at);
    insertRecord(page.records, record, profile.itemPages[at]);
    this.touch(page);
    if (profile.isIndexed) this.indexRecord(record, page.no);
  }

  private fileStub(record: AccountRecord): void {
    const { profile } = this;
    if (!mustKeepId(record)) record.id = '';
    let at = stubPageFor(profile.stubPages, record.sortOn, record.key);
    if (at < 0) {
      at = 0;
      this.addStubPage(0, []);
    }
    let page = this.pageAtStubs(at);
    if (page.records.length >= STUBS_PER_PAGE) {
      const isNewDay = at === profile.stubPages.length - 1 && record.sortOn > lastDayOf(page);
      if (isNewDay) this.addStubPage(at + 1, []);
      else this.splitStubs(at);
      at = isNewDay ? at + 1 : stubPageFor(profile.stubPages, record.sortOn, record.key);
      page = this.pageAtStubs(at);
    }
    const entry = profile.stubPages[at];
    insertRecord(page.records, record, entry);
    if (entry) describeAdded(entry, page, record);
    this.changed.addGrown(page);
    if (record.kind === 'item' && isSettlement(record)) this.settle(record, at);
  }

  /** In business order a settlement is one step; else everything after it is folded again. */
  private settle(item: Item, at: number): void {
    const { stats, stubPages } = this.profile;
    this.hasNewSettlements = true;
    const isNewest =
      this.refoldOn === FAR &&
      at === stubPages.length - 1 &&
      isInOrder(stats, item.settledOn, item.key);
    if (isNewest) stepNewest(this, this.pageAtStubs(at), item);
    else this.refoldFrom(item.sortOn, item.key);
  }

  /** Folds all remembered settlements again, from the horizon's edge on. */
  refoldAll(): void {
    this.refoldFrom(0, 0);
  }

  private refoldFrom(on: EpochDay, key: number): void {
    this.hasNewSettlements = true;
    if (on < this.refoldOn || (on === this.refoldOn && key < this.refoldKey)) {
      this.refoldOn = on;
      this.refoldKey = key;
    }
  }

  private refold(): void {
    if (this.refoldOn === FAR) return;
    refoldFrom(this, this.refoldOn, this.refoldKey);
    this.refoldOn = FAR;
  }

  private pageAtItems(at: number): ItemPage {
    const entry = this.profile.itemPages[at];
    if (!entry) throw new MissingPageError('i');
    return this.itemPage(entry);
  }

  private pageAtStubs(at: number): StubPage {
    const entry = this.profile.stubPages[at];
    if (!entry) throw new MissingPageError('s');
    return this.stubPage(entry);
  }

  private addItemPage(at: number, records: AccountRecord[]): ItemPage {
    const no = this.takePageNo();
    const [first] = records;
    const entry = createItemEntry(no, first?.sortOn ?? FAR, first?.key ?? 0);
    const page: ItemPage = { type: 'items', no, isFresh: false, records };
    this.profile.itemPages.splice(at, 0, entry);
    this.pages.put(entry.ref, page);
    this.touch(page);
    return page;
  }

  private addStubPage(at: number, records: AccountRecord[]): StubPage {
    const no = this.takePageNo();
    const [first] = records;
    const entry = createStubEntry(no, first?.sortOn ?? FAR, first?.key ?? 0);
    const before = copyStats(this.profile.stats);
    const derived = { isFresh: false, eve: null };
    const page: StubPage = { type: 'stubs', no, before, records, ...derived };
    this.profile.stubPages.splice(at, 0, entry);
    this.pages.put(entry.ref, page);
    this.touch(page);
    return page;
  }

  private splitItems(at: number): void {
    const { profile } = this;
    const page = this.pageAtItems(at);
    const moved = page.records.splice(page.records.length >> 1);
    const added = this.addItemPage(at + 1, moved);
    this.touch(page);
    if (!profile.isIndexed) {
      profile.isIndexed = true;
      for (const record of page.records) this.indexRecord(record, page.no);
    }
    for (const record of moved) this.indexRecord(record, added.no);
  }

  /** The day that is being filled moves as a whole: how it began is known, and pages get full. */
  private splitStubs(at: number): void {
    const page = this.pageAtStubs(at);
    const { records, eve } = page;
    const day = lastDayOf(page);
    const isLast = at === this.profile.stubPages.length - 1;
    const cut = isLast ? slotFor(records, day, 0) : 0;
    const moved = records.splice(cut > 0 ? cut : records.length >> 1);
    const added = this.addStubPage(at + 1, moved);
    const entry = this.profile.stubPages[at];
    if (entry) describeStubs(entry, page);
    this.changed.addGrown(page);
    if (cut > 0 && eve?.on === day) {
      added.before = copyStats(eve.stats);
      added.eve = eve;
      return;
    }
    added.before = copyStats(page.before);
    for (const record of records) {
      if (record.kind !== 'item' || !isSettlement(record)) continue;
      stepItem(added.before, record, this.world);
    }
  }

  private takePageNo(): number {
    const no = this.profile.nextPageNo;
    this.profile.nextPageNo += 1;
    return no;
  }

  private indexRecord(record: AccountRecord, pageNo: number): void {
    this.pages.put(whereRef(record.key), { type: 'where', pageNo } as never);
  }
}

/** Day of the last record of a page that is not empty. */
function lastDayOf({ records }: StubPage): EpochDay {
  return records[records.length - 1]?.sortOn ?? FAR;
}
