import Decoder from 'kafkajs/src/protocol/decoder.js';
import { BusError } from './errors.ts';

/** Headers still in the bytes of their record, where they stand last. */
class UnreadHeaders {
  readonly buffer: Buffer;
  readonly offset: number;

  constructor(buffer: Buffer, offset: number) {
    this.buffer = buffer;
    this.offset = offset;
  }

  /** kafkajs folds the list into an object with this; we want it as it is. */
  reduce(): this {
    return this;
  }
}

let isInstalled = false;

/**
 * Makes kafkajs hand over record headers unread. Its own decoder copies the object once per header:
 * with our eleven headers that is 7 of the 10 µs that a record costs (110,000 records a second;
 * 280,000 with `headersOf`). Nothing else in kafkajs reads an array of this kind.
 */
export function installHeaderGuard(): void {
  if (isInstalled) return;
  if (typeof Decoder.prototype.readVarIntArray !== 'function') {
    throw new BusError('CLIENT_CHANGED', 'kafkajs is not the version its guards are written for');
  }
  Decoder.prototype.readVarIntArray = function (): UnreadHeaders {
    return new UnreadHeaders(this.buffer, this.offset);
  };
  isInstalled = true;
}

/**
 * Names and values as last seen at each place: records of one topic have the same names in the same
 * order, and most values (source, type, tenant, calendar) are those of the record before.
 */
const namesAtPlaces: string[] = [];
const valuesAtPlaces: string[] = [];

/** Foreign producers may send any headers, and any number; only so much is worth keeping. */
const KEPT_PLACES = 64;
const KEPT_LETTERS = 64;

/** The headers of a fetched message as text. Of a name that occurs twice the last one counts. */
export function headersOf(unread: unknown): Record<string, string> {
  if (!(unread instanceof UnreadHeaders)) return {};
  const { buffer } = unread;
  const headers: Record<string, string> = {};
  let at = unread.offset;
  const readLength = (): number => {
    let encoded = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = buffer[at++] ?? 0;
      encoded |= (byte & 0x7f) << shift;
      if (byte < 0x80) return (encoded >>> 1) ^ -(encoded & 1);
    }
  };
  const count = readLength();
  for (let place = 0; place < count; place++) {
    const nameLength = readLength();
    const name = textOf(buffer, at, nameLength, namesAtPlaces, place);
    at += nameLength;
    const valueLength = Math.max(readLength(), 0);
    headers[name] = textOf(buffer, at, valueLength, valuesAtPlaces, place);
    at += valueLength;
  }
  return headers;
}

function textOf(
  buffer: Buffer,
  start: number,
  length: number,
  lastAtPlaces: string[],
  place: number,
): string {
  const last = lastAtPlaces[place];
  if (last !== undefined && isAt(buffer, start, length, last)) return last;
  const text = buffer.toString('utf8', start, start + length);
  if (place < KEPT_PLACES && length <= KEPT_LETTERS) lastAtPlaces[place] = text;
  return text;
}

/** Text that is as long as its bytes is ASCII, so that letters can be compared with bytes. */
function isAt(buffer: Buffer, start: number, length: number, text: string): boolean {
  if (text.length !== length) return false;
  for (let index = 0; index < length; index++) {
    if (text.charCodeAt(index) !== buffer[start + index]) return false;
  }
  return true;
}
