import { SAME } from '../money/conversion.ts';
import { appended } from '../state/appended.ts';
import { createItem, createPosting } from '../state/create-records.ts';
import { deriveItem } from '../state/derive-item.ts';
import {
  type Item,
  NEVER,
  type Posting,
  type PostingKind,
  type PostingState,
} from '../state/records.ts';
import { Bits, BitsReader } from './bits.ts';
import type { ByteReader, ByteWriter } from './bytes.ts';
import {
  currencyNo,
  currencyOf,
  type PageContext,
  readKeys,
  readStamp,
  writeKeys,
  writeStamp,
} from './fields.ts';

/** Codes are positions in these lists: append only. */
const postingKinds: readonly PostingKind[] = [
  'payment',
  'credit',
  'undo',
  'adjustment',
  'write_off',
  'dispute',
];
const postingStates: readonly PostingState[] = ['live', 'void', 'open', 'lost', 'won'];

/** Writes an invoice with its postings. */
export function writeItem(writer: ByteWriter, item: Item, page: PageContext): void {
  const bits = new Bits();
  const isIssued = !bits.add(item.stamp < 0);
  const hasId = bits.add(item.id !== '');
  const isForeign = bits.add(item.rate !== SAME);
  const hasOwnDue = bits.add(item.dueStamp !== item.stamp);
  bits.add(item.isVoided);
  bits.add(item.isHardFail);
  const hasFailed = bits.add(item.failedOn !== NEVER);
  const hasPromises = bits.add(item.promises.length > 0);
  const hasOrder = bits.add(item.orderKey !== 0);
  bits.add(item.isBillKnown);
  const hasOwnFirst = bits.add(item.firstStamp !== item.dueStamp || item.firstDueOn !== item.dueOn);
  const hasOffer = bits.add(item.offerUntil !== NEVER);
  const hasPlan = bits.add(item.planOn !== NEVER);
  writer.whole(bits.value);
  if (hasId) writer.text(item.id);
  if (item.isVoided || !isIssued) writer.signed(item.notedOn - page.firstOn);
  if (isIssued) {
    writer.signed(item.issuedOn - page.firstOn);
    writer.whole(currencyNo(page, item.currency));
    writer.whole(item.amountMinor);
    writeStamp(writer, item.stamp, item.issuedOn);
    if (isForeign) writer.whole(item.rate);
  }
  if (hasOwnDue) writeStamp(writer, item.dueStamp, item.issuedOn);
  if (item.dueStamp >= 0) {
    writer.signed(item.dueOn - page.firstOn);
    // Under a plan age has a day of its own; here lateness keeps the one of the plain invoice.
    writer.whole(hasPlan ? item.lateFrom - item.firstDueOn : item.ageFrom - item.dueOn);
    writer.whole(item.overdueFrom - item.ageFrom);
  }
  if (hasOwnFirst) writeStamp(writer, item.firstStamp, item.issuedOn);
  if (hasOwnFirst && item.firstStamp >= 0) {
    writer.signed(item.firstDueOn - page.firstOn);
    writer.whole(item.lateFrom - item.firstDueOn);
  }
  if (hasOffer) writer.signed(item.offerUntil - page.firstOn);
  if (hasPlan) {
    writer.signed(item.planOn - page.firstOn);
    writer.whole(item.ageFrom - item.planOn);
  }
  if (hasFailed) writer.signed(item.failedOn - page.firstOn);
  if (hasPromises) writeKeys(writer, item.promises);
  if (hasOrder) writer.key(item.orderKey);
  writer.whole(item.postings.length);
  for (const posting of item.postings) writePosting(writer, posting, item, page);
}

/** Reads what `writeItem` wrote. */
export function readItem(reader: ByteReader, key: number, page: PageContext): Item {
  const bits = new BitsReader(reader.whole());
  const isIssued = !bits.take();
  const hasId = bits.take();
  const isForeign = bits.take();
  const hasOwnDue = bits.take();
  const item = createItem(key, '', NEVER);
  item.isVoided = bits.take();
  item.isHardFail = bits.take();
  const hasFailed = bits.take();
  const hasPromises = bits.take();
  const hasOrder = bits.take();
  item.isBillKnown = bits.take();
  const hasOwnFirst = bits.take();
  const hasOffer = bits.take();
  const hasPlan = bits.take();
  if (hasId) item.id = reader.text();
  if (item.isVoided || !isIssued) item.notedOn = reader.signed() + page.firstOn;
  if (isIssued) {
    item.issuedOn = reader.signed() + page.firstOn;
    item.currency = currencyOf(page, reader.whole());
    item.amountMinor = reader.whole();
    item.stamp = readStamp(reader, item.issuedOn);
    item.rate = isForeign ? reader.whole() : SAME;
  }
  item.dueStamp = hasOwnDue ? readStamp(reader, item.issuedOn) : item.stamp;
  if (item.dueStamp >= 0) {
    item.dueOn = reader.signed() + page.firstOn;
    item.ageFrom = item.dueOn + reader.whole();
    item.overdueFrom = item.ageFrom + reader.whole();
  }
  readFirstDue(reader, item, page, hasOwnFirst);
  if (hasOffer) item.offerUntil = reader.signed() + page.firstOn;
  if (hasPlan) {
    const overdueAfter = item.overdueFrom - item.ageFrom;
    item.planOn = reader.signed() + page.firstOn;
    item.ageFrom = item.planOn + reader.whole();
    item.overdueFrom = item.ageFrom + overdueAfter;
  }
  if (hasFailed) item.failedOn = reader.signed() + page.firstOn;
  if (hasPromises) item.promises = readKeys(reader);
  if (hasOrder) item.orderKey = reader.key();
  const count = reader.whole();
  for (let index = 0; index < count; index += 1) {
    item.postings = appended(item.postings, readPosting(reader, item, page));
  }
  deriveItem(item);
  return item;
}

function readFirstDue(reader: ByteReader, item: Item, page: PageContext, isOwn: boolean): void {
  if (!isOwn) {
    item.firstStamp = item.dueStamp;
    item.firstDueOn = item.dueOn;
    item.lateFrom = item.ageFrom;
    return;
  }
  item.firstStamp = readStamp(reader, item.issuedOn);
  if (item.firstStamp < 0) return;
  item.firstDueOn = reader.signed() + page.firstOn;
  item.lateFrom = item.firstDueOn + reader.whole();
}

function writePosting(writer: ByteWriter, posting: Posting, item: Item, page: PageContext): void {
  const bits = new Bits();
  const isPart = bits.add(posting.amountMinor !== item.amountMinor);
  const isBookedElse = bits.add(posting.bookedOn !== posting.on);
  bits.add(!posting.isMatched);
  const hasOwnKey = bits.add(posting.key !== posting.party);
  bits.add(!posting.isDated);
  const hasSide = bits.add(posting.sideMinor !== 0);
  const hasState = bits.add(posting.state !== 'live');
  const kind = postingKinds.indexOf(posting.kind);
  writer.whole(bits.value);
  writer.whole(kind * postingStates.length + (hasState ? postingStates.indexOf(posting.state) : 0));
  writer.key(posting.party);
  if (hasOwnKey) writer.key(posting.key);
  writer.signed(posting.on - page.firstOn);
  if (isBookedElse) writer.signed(posting.bookedOn - posting.on);
  if (isPart) writer.signed(posting.amountMinor);
  if (hasSide) writer.signed(posting.sideMinor);
  writeStamp(writer, posting.stamp, posting.on);
}

function readPosting(reader: ByteReader, item: Item, page: PageContext): Posting {
  const bits = new BitsReader(reader.whole());
  const isPart = bits.take();
  const isBookedElse = bits.take();
  const isMatched = !bits.take();
  const hasOwnKey = bits.take();
  const isDated = !bits.take();
  const hasSide = bits.take();
  const code = reader.whole();
  const kind = postingKinds[Math.floor(code / postingStates.length)] ?? 'adjustment';
  const state = postingStates[code % postingStates.length] ?? 'live';
  const party = reader.key();
  const key = hasOwnKey ? reader.key() : party;
  const on = reader.signed() + page.firstOn;
  const bookedOn = isBookedElse ? on + reader.signed() : on;
  const amountMinor = isPart ? reader.signed() : item.amountMinor;
  const sideMinor = hasSide ? reader.signed() : 0;
  const stamp = readStamp(reader, on);
  const posting = createPosting(kind, key, party, on);
  return Object.assign(posting, {
    bookedOn,
    amountMinor,
    sideMinor,
    stamp,
    state,
    isMatched,
    isDated,
  });
}
