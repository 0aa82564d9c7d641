import type { EpochDay } from '../types/units.ts';
import { type ByteReader, type ByteWriter, StoredFormatError } from './bytes.ts';

/** What the records of a page share: days count from its first one, currencies are numbered. */
export interface PageContext {
  readonly firstOn: EpochDay;
  readonly currencies: string[];
}

const DAY_SECONDS = 86_400;

/** Stamps in seconds lie near the record's day; versions of a source are small. Both are short. */
const NEAR_DAYS = 400;

/** Even numbers are stamps as they are, odd ones the distance in seconds from the given day. */
export function writeStamp(writer: ByteWriter, stamp: number, on: EpochDay): void {
  const distance = stamp - on * DAY_SECONDS;
  const isNear = stamp > DAY_SECONDS && Math.abs(distance) < NEAR_DAYS * DAY_SECONDS;
  const shifted = distance < 0 ? -2 * distance - 1 : 2 * distance;
  if (isNear) writer.whole(shifted * 2 + 1);
  else if (stamp === Number.MAX_SAFE_INTEGER) writer.whole(0);
  else writer.whole((stamp + 2) * 2);
}

/** Reads what `writeStamp` wrote. */
export function readStamp(reader: ByteReader, on: EpochDay): number {
  const value = reader.whole();
  if (value === 0) return Number.MAX_SAFE_INTEGER;
  if (value % 2 === 0) return value / 2 - 2;
  const shifted = (value - 1) / 2;
  const distance = shifted % 2 === 0 ? shifted / 2 : -(shifted + 1) / 2;
  return distance + on * DAY_SECONDS;
}

/** Writes keys of other records. */
export function writeKeys(writer: ByteWriter, keys: readonly number[]): void {
  writer.whole(keys.length);
  for (const key of keys) writer.key(key);
}

/** Reads what `writeKeys` wrote. */
export function readKeys(reader: ByteReader): number[] {
  return reader.list(() => reader.key());
}

/** Number of a currency on its page. */
export function currencyNo(page: PageContext, currency: string): number {
  const known = page.currencies.indexOf(currency);
  return known >= 0 ? known : page.currencies.push(currency) - 1;
}

/** The currency with this number on the page. */
export function currencyOf(page: PageContext, no: number): string {
  const currency = page.currencies[no];
  if (currency === undefined) throw new StoredFormatError('a stored record has no currency');
  return currency;
}
