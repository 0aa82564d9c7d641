import { SAME } from '../money/conversion.ts';
import { createFunds, createItem, createOrder, createPosting } from '../state/create-records.ts';
import { deriveItem } from '../state/derive-item.ts';
import { sortDay } from '../state/filing.ts';
import {
  type AccountRecord,
  type Attempt,
  FAR,
  type Funds,
  type Item,
  NEVER,
  type Order,
  type Part,
  type Posting,
  type PostingKind,
  type PostingState,
  type Promised,
} from '../state/records.ts';
import type { EpochDay } from '../types/units.ts';
import { Bits, BitsReader } from './bits.ts';
import type { ByteReader, ByteWriter } from './bytes.ts';
import { StoredFormatError } from './bytes.ts';

/** Codes are positions in these lists: append only. */
const recordKinds = ['item', 'funds', 'promise', 'attempt', 'order'] as const;
const postingKinds: readonly PostingKind[] = [
  'payment',
  'credit',
  'undo',
  'adjustment',
  'write_off',
  'dispute',
];
const postingStates: readonly PostingState[] = ['live', 'void', 'open', 'lost', 'won'];

/** What the records of a page share: days count from its first one, currencies are numbered. */
export interface PageContext {
  readonly firstOn: EpochDay;
  readonly currencies: string[];
}

const DAY_SECONDS = 86_400;

/** Stamps in seconds lie near the record's day; versions of a source are small. Both are short. */
const NEAR_DAYS = 400;

/** Writes one record. */
export function writeRecord(writer: ByteWriter, record: AccountRecord, page: PageContext): void {
  writer.whole(recordKinds.indexOf(record.kind));
  writer.key(record.key);
  switch (record.kind) {
    case 'item':
      writeItem(writer, record, page);
      break;
    case 'funds':
      writeFunds(writer, record, page);
      break;
    case 'promise':
      writePromise(writer, record, page);
      break;
    case 'attempt':
      writeAttempt(writer, record, page);
      break;
    case 'order':
      writeOrder(writer, record, page);
      break;
  }
}

/** Reads one record. Its next day is worked out when the page is opened. */
export function readRecord(reader: ByteReader, page: PageContext, isStub: boolean): AccountRecord {
  const kind = recordKinds[reader.whole()];
  const key = reader.key();
  const record = readKind(reader, kind, key, page);
  record.isStub = isStub;
  record.sortOn = sortDay(record, !isStub);
  return record;
}

function readKind(
  reader: ByteReader,
  kind: (typeof recordKinds)[number] | undefined,
  key: number,
  page: PageContext,
): AccountRecord {
  switch (kind) {
    case 'item':
      return readItem(reader, key, page);
    case 'funds':
      return readFunds(reader, key, page);
    case 'promise':
      return readPromise(reader, key, page);
    case 'attempt':
      return readAttempt(reader, key, page);
    case 'order':
      return readOrder(reader, key, page);
    default:
      throw new StoredFormatError('a stored record is of no known kind');
  }
}

function writeItem(writer: ByteWriter, item: Item, page: PageContext): void {
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
    writer.whole(item.ageFrom - item.dueOn);
    writer.whole(item.overdueFrom - item.ageFrom);
  }
  if (hasFailed) writer.signed(item.failedOn - page.firstOn);
  if (hasPromises) writeKeys(writer, item.promises);
  if (hasOrder) writer.key(item.orderKey);
  writer.whole(item.postings.length);
  for (const posting of item.postings) writePosting(writer, posting, item, page);
}

function readItem(reader: ByteReader, key: number, page: PageContext): Item {
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
  if (hasFailed) item.failedOn = reader.signed() + page.firstOn;
  if (hasPromises) item.promises.push(...readKeys(reader));
  if (hasOrder) item.orderKey = reader.key();
  const count = reader.whole();
  for (let index = 0; index < count; index += 1) {
    item.postings.push(readPosting(reader, item, page));
  }
  deriveItem(item);
  return item;
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

function writeFunds(writer: ByteWriter, funds: Funds, page: PageContext): void {
  const bits = new Bits();
  const isKnown = bits.add(funds.stamp >= 0);
  const hasId = bits.add(funds.id !== '');
  bits.add(funds.isCredit);
  bits.add(funds.isVoided);
  const isUsedUp = bits.add(funds.appliedMinor === funds.amountMinor);
  const isReturned = bits.add(funds.returnedOn !== NEVER);
  const hasRefunds = bits.add(funds.refunds.length > 0);
  writer.whole(bits.value);
  if (hasId) writer.text(funds.id);
  writer.signed(funds.on - page.firstOn);
  if (isKnown) {
    writer.whole(currencyNo(page, funds.currency));
    writer.whole(funds.amountMinor);
    writeStamp(writer, funds.stamp, funds.on);
  }
  if (!isUsedUp) writer.signed(funds.appliedMinor);
  if (isReturned) writer.signed(funds.returnedOn - page.firstOn);
  if (!hasRefunds) return;
  writer.whole(funds.refunds.length);
  for (const { key, amountMinor } of funds.refunds) {
    writer.key(key);
    writer.whole(amountMinor);
  }
}

function readFunds(reader: ByteReader, key: number, page: PageContext): Funds {
  const bits = new BitsReader(reader.whole());
  const isKnown = bits.take();
  const hasId = bits.take();
  const isCredit = bits.take();
  const isVoided = bits.take();
  const isUsedUp = bits.take();
  const isReturned = bits.take();
  const hasRefunds = bits.take();
  const id = hasId ? reader.text() : '';
  const funds = createFunds(key, id, isCredit, reader.signed() + page.firstOn);
  funds.isVoided = isVoided;
  if (isKnown) {
    funds.currency = currencyOf(page, reader.whole());
    funds.amountMinor = reader.whole();
    funds.stamp = readStamp(reader, funds.on);
  }
  funds.appliedMinor = isUsedUp ? funds.amountMinor : reader.signed();
  if (isReturned) funds.returnedOn = reader.signed() + page.firstOn;
  if (hasRefunds) {
    const refunds = reader.list(() => ({ key: reader.key(), amountMinor: reader.whole() }));
    funds.refunds.push(...refunds);
  }
  return funds;
}

function writePromise(writer: ByteWriter, promise: Promised, page: PageContext): void {
  writer.text(promise.id);
  writer.whole(promise.stamp + 1);
  writer.flag(promise.isWithdrawn);
  writer.whole(currencyNo(page, promise.currency));
  writer.whole(promise.rate);
  writer.whole(promise.amountMinor);
  writer.signed(promise.madeOn - page.firstOn);
  writer.signed(promise.promisedFor - page.firstOn);
  writer.signed(promise.deadlineOn - page.firstOn);
  writer.whole(promise.level);
  writer.signed(promise.keptMinor);
  writer.signed(promise.paidMinor);
  writer.signed(promise.openMinor);
  writeKeys(writer, promise.items);
}

function readPromise(reader: ByteReader, key: number, page: PageContext): Promised {
  return {
    kind: 'promise',
    key,
    sortOn: NEVER,
    nextOn: FAR,
    judgeOn: FAR,
    isStub: false,
    id: reader.text(),
    stamp: reader.whole() - 1,
    isWithdrawn: reader.flag(),
    currency: currencyOf(page, reader.whole()),
    rate: reader.whole(),
    amountMinor: reader.whole(),
    madeOn: reader.signed() + page.firstOn,
    promisedFor: reader.signed() + page.firstOn,
    deadlineOn: reader.signed() + page.firstOn,
    level: reader.whole(),
    keptMinor: reader.signed(),
    paidMinor: reader.signed(),
    openMinor: reader.signed(),
    items: readKeys(reader),
  };
}

function writeAttempt(writer: ByteWriter, attempt: Attempt, page: PageContext): void {
  const bits = new Bits();
  const isLoose = bits.add(attempt.isLoose);
  bits.add(attempt.isHard);
  writer.whole(bits.value);
  if (isLoose) writer.text(attempt.id);
  writer.signed(attempt.on - page.firstOn);
  writeStamp(writer, attempt.stamp, attempt.on);
}

function readAttempt(reader: ByteReader, key: number, page: PageContext): Attempt {
  const bits = new BitsReader(reader.whole());
  const isLoose = bits.take();
  const isHard = bits.take();
  const id = isLoose ? reader.text() : '';
  const on = reader.signed() + page.firstOn;
  const stamp = readStamp(reader, on);
  return {
    kind: 'attempt',
    key,
    id,
    sortOn: NEVER,
    nextOn: FAR,
    judgeOn: FAR,
    isStub: false,
    stamp,
    currency: '',
    amountMinor: 0,
    on,
    isHard,
    isLoose,
  };
}

function writeOrder(writer: ByteWriter, order: Order, page: PageContext): void {
  const bits = new Bits();
  const isPlaced = bits.add(order.stamp >= 0);
  const hasId = bits.add(order.id !== '');
  bits.add(order.isCancelled);
  writer.whole(bits.value);
  if (hasId) writer.text(order.id);
  writer.signed(order.on - page.firstOn);
  writer.whole(currencyNo(page, order.currency));
  if (isPlaced) {
    writer.whole(order.amountMinor);
    writer.whole(order.toldOpenMinor);
    writeStamp(writer, order.stamp, order.on);
  }
  writeParts(writer, order.deliveries);
  writeParts(writer, order.bills);
}

function readOrder(reader: ByteReader, key: number, page: PageContext): Order {
  const bits = new BitsReader(reader.whole());
  const isPlaced = bits.take();
  const hasId = bits.take();
  const isCancelled = bits.take();
  const id = hasId ? reader.text() : '';
  const on = reader.signed() + page.firstOn;
  const order = createOrder(key, id, currencyOf(page, reader.whole()), on);
  order.isCancelled = isCancelled;
  if (isPlaced) {
    order.amountMinor = reader.whole();
    order.toldOpenMinor = reader.whole();
    order.stamp = readStamp(reader, on);
  }
  order.deliveries.push(...readParts(reader));
  order.bills.push(...readParts(reader));
  return order;
}

function writeParts(writer: ByteWriter, parts: readonly Part[]): void {
  writer.whole(parts.length);
  for (const { key, amountMinor } of parts) {
    writer.key(key);
    writer.signed(amountMinor);
  }
}

function readParts(reader: ByteReader): Part[] {
  return reader.list(() => ({ key: reader.key(), amountMinor: reader.signed() }));
}

/** Even numbers are stamps as they are, odd ones the distance in seconds from the given day. */
function writeStamp(writer: ByteWriter, stamp: number, on: EpochDay): void {
  const distance = stamp - on * DAY_SECONDS;
  const isNear = stamp > DAY_SECONDS && Math.abs(distance) < NEAR_DAYS * DAY_SECONDS;
  const shifted = distance < 0 ? -2 * distance - 1 : 2 * distance;
  if (isNear) writer.whole(shifted * 2 + 1);
  else if (stamp === Number.MAX_SAFE_INTEGER) writer.whole(0);
  else writer.whole((stamp + 2) * 2);
}

function readStamp(reader: ByteReader, on: EpochDay): number {
  const value = reader.whole();
  if (value === 0) return Number.MAX_SAFE_INTEGER;
  if (value % 2 === 0) return value / 2 - 2;
  const shifted = (value - 1) / 2;
  const distance = shifted % 2 === 0 ? shifted / 2 : -(shifted + 1) / 2;
  return distance + on * DAY_SECONDS;
}

function writeKeys(writer: ByteWriter, keys: readonly number[]): void {
  writer.whole(keys.length);
  for (const key of keys) writer.key(key);
}

function readKeys(reader: ByteReader): number[] {
  return reader.list(() => reader.key());
}

function currencyNo(page: PageContext, currency: string): number {
  const known = page.currencies.indexOf(currency);
  return known >= 0 ? known : page.currencies.push(currency) - 1;
}

function currencyOf(page: PageContext, no: number): string {
  const currency = page.currencies[no];
  if (currency === undefined) throw new StoredFormatError('a stored record has no currency');
  return currency;
}
