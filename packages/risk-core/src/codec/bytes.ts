const LOW_BITS = 0x80;
const KEY_BYTES = 7;

const FIRST_BYTES = 8_192;
/** Room that the last writer left to the next: one that begins small grows over and over. */
let spareRoom: Uint8Array | undefined;

const SLAB_BYTES = 32_768;
/** What was written lies side by side here: a buffer of its own costs more than a whole page. */
let slab = new Uint8Array(SLAB_BYTES);
let slabLength = 0;

/** Writes whole numbers in as few bytes as they need. Grows by itself. */
export class ByteWriter {
  private bytes: Uint8Array;
  private length = 0;

  constructor() {
    this.bytes = spareRoom ?? new Uint8Array(FIRST_BYTES);
    spareRoom = undefined;
  }

  /** A whole number ≥ 0, seven bits a byte. */
  whole(value: number): void {
    this.reserve(8);
    let rest = value;
    if (value >>> 0 !== value) {
      if (!Number.isSafeInteger(value) || value < 0) {
        throw new RangeError(`${value} is not a whole number that can be stored`);
      }
      // Beyond 32 bits the shifts below would cut it off.
      while (rest > 0xffff_ffff) {
        const low = rest % LOW_BITS;
        this.bytes[this.length++] = low | LOW_BITS;
        rest = (rest - low) / LOW_BITS;
      }
    }
    while (rest >= LOW_BITS) {
      this.bytes[this.length++] = (rest & (LOW_BITS - 1)) | LOW_BITS;
      rest >>>= 7;
    }
    this.bytes[this.length++] = rest;
  }

  /** A whole number of either sign; small ones of both signs are short. */
  signed(value: number): void {
    // Not `-2 * value - 1` for zero: minus zero would be written as one.
    this.whole(value < 0 ? -2 * value - 1 : 2 * value);
  }

  /** A 52-bit key: its bits are all in use, so a fixed width is shortest. */
  key(value: number): void {
    this.reserve(KEY_BYTES);
    let low = value >>> 0;
    let high = (value - low) / 0x1_0000_0000;
    for (let index = 0; index < 4; index += 1) {
      this.bytes[this.length++] = low & 0xff;
      low >>>= 8;
    }
    for (let index = 4; index < KEY_BYTES; index += 1) {
      this.bytes[this.length++] = high & 0xff;
      high >>>= 8;
    }
  }

  /** A text by its code units: ids are ASCII, and anything else comes back as it was. */
  text(value: string): void {
    this.whole(value.length);
    this.reserve(3 * value.length);
    for (let index = 0; index < value.length; index += 1) {
      const unit = value.charCodeAt(index);
      if (unit < LOW_BITS) this.bytes[this.length++] = unit;
      else this.whole(unit);
    }
  }

  flag(value: boolean): void {
    this.whole(value ? 1 : 0);
  }

  /** What was written, in bytes that nobody else writes to. The writer is used up. */
  finish(): Uint8Array {
    const { bytes, length } = this;
    spareRoom = bytes;
    if (length > SLAB_BYTES / 8) return bytes.slice(0, length);
    if (slabLength + length > SLAB_BYTES) {
      slab = new Uint8Array(SLAB_BYTES);
      slabLength = 0;
    }
    const written = slab.subarray(slabLength, slabLength + length);
    written.set(bytes.subarray(0, length));
    slabLength += length;
    return written;
  }

  private reserve(count: number): void {
    if (this.length + count <= this.bytes.length) return;
    const grown = new Uint8Array(2 * this.bytes.length + count);
    grown.set(this.bytes);
    this.bytes = grown;
  }
}

/** Stored bytes that are not what they should be. Reading them again changes nothing. */
export class StoredFormatError extends Error {
  readonly code = 'stored_format';
  readonly retriable = false;

  constructor(message: string) {
    super(message);
    this.name = 'StoredFormatError';
  }
}

/** Reads what a `ByteWriter` wrote. */
export class ByteReader {
  private readonly bytes: Uint8Array;
  private at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  whole(): number {
    const first = this.next();
    if (first < LOW_BITS) return first;
    let value = first - LOW_BITS;
    let scale = LOW_BITS;
    for (;;) {
      const byte = this.next();
      if (byte < LOW_BITS) return value + byte * scale;
      value += (byte - LOW_BITS) * scale;
      scale *= LOW_BITS;
    }
  }

  signed(): number {
    const value = this.whole();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  key(): number {
    let value = 0;
    let scale = 1;
    for (let index = 0; index < KEY_BYTES; index += 1) {
      value += this.next() * scale;
      scale *= 256;
    }
    return value;
  }

  text(): string {
    const length = this.whole();
    let value = '';
    for (let index = 0; index < length; index += 1) value += String.fromCharCode(this.whole());
    return value;
  }

  flag(): boolean {
    return this.whole() === 1;
  }

  /** Calls `read` as often as the count before it says. */
  list<T>(read: () => T): T[] {
    const count = this.whole();
    const values: T[] = [];
    for (let index = 0; index < count; index += 1) values.push(read());
    return values;
  }

  private next(): number {
    const byte = this.bytes[this.at++];
    if (byte === undefined) throw new StoredFormatError('stored bytes end too early');
    return byte;
  }
}
