import type { Page, PageRef } from '../types/pages.ts';
import type { EpochDay } from '../types/units.ts';
import type { AccountRecord } from './records.ts';
import type { SettlementStats } from './settlement-stats.ts';

/** Open items, payments with money left, open promises, in order of sort day and key. */
export interface ItemPage extends Page {
  readonly type: 'items';
  readonly no: number;
  /** True until the records' next days have been worked out after decoding. */
  isFresh: boolean;
  readonly records: AccountRecord[];
}

/** What is closed and can still be corrected, in order of closing day and key. */
export interface StubPage extends Page {
  readonly type: 'stubs';
  readonly no: number;
  isFresh: boolean;
  /** How the customer settled before the first record of this page. */
  before: SettlementStats;
  /**
   * Of the last page, how the customer had settled when its last day of settlements began; null
   * when that would have to be folded. Derived, not stored.
   */
  eve: { readonly on: EpochDay; readonly stats: SettlementStats } | null;
  readonly records: AccountRecord[];
}

/** On which item page a record lies. */
export interface WherePage extends Page {
  readonly type: 'where';
  readonly pageNo: number;
}

export const ITEMS_PER_PAGE = 64;
export const STUBS_PER_PAGE = 128;

/** Address of an item page. */
export function itemRef(no: number): PageRef {
  return `i${no}`;
}

/** Address of a stub page. */
export function stubRef(no: number): PageRef {
  return `s${no}`;
}

/** Address of the entry that tells where a record lies. */
export function whereRef(key: number): PageRef {
  return `w${key.toString(36)}`;
}

/** Narrow a page to what its address promises; anything else is a shell's mistake. */
export function asItems(page: Page | undefined): ItemPage | undefined {
  return page?.type === 'items' ? (page as ItemPage) : undefined;
}

export function asStubs(page: Page | undefined): StubPage | undefined {
  return page?.type === 'stubs' ? (page as StubPage) : undefined;
}

export function asWhere(page: Page | undefined): WherePage | undefined {
  return page?.type === 'where' ? (page as WherePage) : undefined;
}

interface Placed {
  readonly firstOn: number;
  readonly firstKey: number;
}

interface PlacedStubs extends Placed {
  readonly lastOn: number;
}

/** Index of the page that a record of this sort day and key belongs to; -1 without pages. */
export function pageFor(directory: readonly Placed[], on: number, key: number): number {
  let low = 0;
  let high = directory.length - 1;
  // Nearly always it is the newest, however long the past is.
  if (high > 0 && !startsAfter(directory[high], on, key)) return high;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (startsAfter(directory[middle], on, key)) high = middle - 1;
    else low = middle;
  }
  return high < 0 ? -1 : low;
}

/** The same for a stub: what falls between two pages goes to the one that has its day. */
export function stubPageFor(directory: readonly PlacedStubs[], on: number, key: number): number {
  const at = pageFor(directory, on, key);
  const isAfter = (directory[at]?.lastOn ?? on) < on;
  return isAfter && directory[at + 1]?.firstOn === on ? at + 1 : at;
}

function startsAfter(entry: Placed | undefined, on: number, key: number): boolean {
  return (
    entry !== undefined && (entry.firstOn > on || (entry.firstOn === on && entry.firstKey > key))
  );
}

/** Index in the page at which a record of this sort day and key belongs. */
export function slotFor(records: readonly AccountRecord[], on: number, key: number): number {
  let high = records.length;
  let low = high;
  // Nearly always it is among the last ones, however many there are.
  for (let step = 1; low > 0 && !isBefore(records[low - 1], on, key); step *= 2) {
    high = low - 1;
    low = Math.max(0, low - step);
  }
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBefore(records[middle], on, key)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function isBefore(record: AccountRecord | undefined, on: number, key: number): boolean {
  return record !== undefined && (record.sortOn < on || (record.sortOn === on && record.key < key));
}

/** Index of the record with this key; -1 when the page has none. */
export function slotOf(records: readonly AccountRecord[], key: number): number {
  for (let index = 0; index < records.length; index += 1) {
    if (records[index]?.key === key) return index;
  }
  return -1;
}

/** The stub with this key, or undefined. */
export function stubOn({ records }: StubPage, key: number): AccountRecord | undefined {
  return records[slotOf(records, key)];
}
