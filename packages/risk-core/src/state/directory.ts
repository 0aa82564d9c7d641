import { type ItemPage, itemRef, type StubPage, stubRef } from './pages.ts';
import { type ItemEntry, NOTHING_CLEAN, SEVERAL_CURRENCIES, type StubEntry } from './profile.ts';
import { type AccountRecord, FAR, NEVER } from './records.ts';

/** Entry of a new, empty item page. */
export function createItemEntry(no: number, firstOn: number, firstKey: number): ItemEntry {
  return {
    no,
    ref: itemRef(no),
    count: 0,
    firstOn,
    firstKey,
    lastOn: firstOn,
    nextOn: FAR,
    currency: NOTHING_CLEAN,
    cleanMinor: 0,
    cleanBase: 0,
    cleanLag: 0,
  };
}

/** Entry of a new, empty stub page. */
export function createStubEntry(no: number, firstOn: number, firstKey: number): StubEntry {
  return {
    no,
    ref: stubRef(no),
    count: 0,
    firstOn,
    firstKey,
    lastOn: firstOn,
    nextOn: FAR,
    judgeOn: FAR,
    minIssued: FAR,
    maxIssued: NEVER,
    issuedUpTo: NEVER,
    keys: null,
  };
}

/** Brings the entry up to date with a page that changed. The page is not empty. */
export function describeItems(entry: ItemEntry, page: ItemPage): void {
  const { records } = page;
  describeBounds(entry, records);
  entry.currency = NOTHING_CLEAN;
  entry.cleanMinor = 0;
  entry.cleanBase = 0;
  entry.cleanLag = 0;
  for (const record of records) {
    if (record.kind !== 'item') continue;
    const clean = record.openMinor - record.disputedMinor;
    if (clean <= 0) continue;
    const isOther = entry.currency !== NOTHING_CLEAN && entry.currency !== record.currency;
    entry.currency = isOther ? SEVERAL_CURRENCIES : record.currency;
    entry.cleanMinor += clean;
    entry.cleanBase += record.cleanBase;
    entry.cleanLag += record.cleanBase * (record.sortOn - entry.firstOn);
  }
}

/** Brings the entry up to date with a page that changed. The page is not empty. */
export function describeStubs(entry: StubEntry, page: StubPage): void {
  describeBounds(entry, page.records);
  entry.judgeOn = FAR;
  entry.minIssued = FAR;
  entry.maxIssued = NEVER;
  for (const record of page.records) widen(entry, record);
}

/** The same for a page that got one record more: nearly all that happens to pages of stubs. */
export function describeAdded(entry: StubEntry, page: StubPage, record: AccountRecord): void {
  describeEnds(entry, page.records);
  entry.keys?.add(record.key);
  if (record.nextOn < entry.nextOn) entry.nextOn = record.nextOn;
  widen(entry, record);
}

/** Brings up to date what entries say of the pages before them, from a page that changed on. */
export function chainIssued(entries: readonly StubEntry[], from: number): void {
  let latest = from > 0 ? (entries[from - 1]?.issuedUpTo ?? NEVER) : NEVER;
  for (let at = from; at < entries.length; at += 1) {
    const entry = entries[at];
    if (!entry) return;
    latest = Math.max(latest, entry.maxIssued);
    entry.issuedUpTo = latest;
  }
}

function widen(entry: StubEntry, record: AccountRecord): void {
  if (record.judgeOn < entry.judgeOn) entry.judgeOn = record.judgeOn;
  if (record.kind !== 'item') return;
  // What was voided before it was issued may still be issued on any day.
  const isKnown = record.issuedOn !== NEVER;
  entry.minIssued = Math.min(entry.minIssued, isKnown ? record.issuedOn : 0);
  entry.maxIssued = Math.max(entry.maxIssued, isKnown ? record.issuedOn : FAR);
}

function describeBounds(entry: ItemEntry | StubEntry, records: readonly AccountRecord[]): void {
  describeEnds(entry, records);
  entry.nextOn = FAR;
  for (const record of records) {
    if (record.nextOn < entry.nextOn) entry.nextOn = record.nextOn;
  }
}

function describeEnds(entry: ItemEntry | StubEntry, records: readonly AccountRecord[]): void {
  const first = records[0];
  const last = records[records.length - 1];
  if (!first || !last) return;
  entry.count = records.length;
  entry.firstOn = first.sortOn;
  entry.firstKey = first.key;
  entry.lastOn = last.sortOn;
}
