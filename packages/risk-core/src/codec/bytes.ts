const LOW_BITS = 0x80;
const KEY_BYTES = 7;

/** Writes whole numbers in as few bytes as they need. Grows by itself. */
export class ByteWriter {
  private bytes = new Uint8Array(512);
  private length = 0;

  /** A whole number ≥ 0, seven bits a byte. */
  whole(value: number): void {
    if (!Number.isSafeInteger(value) || value < 0) {
      throw new RangeError(`${value} is not a whole number that can be stored`);
    }
    this.reserve(8);
    let rest = value;
    while (rest >= LOW_BITS) {
      const low = rest % LOW_BITS;
      this.bytes[this.length++] = low | LOW_BITS;
      rest = (rest - low) / LOW_BITS;
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
    let rest = value;
    for (let index = 0; index < KEY_BYTES; index += 1) {
      const low = rest % 256;
      this.bytes[this.length++] = low;
      rest = (rest - low) / 256;
    }
  }

  /** A text by its code units: ids are ASCII, and anything else comes back as it was. */
  text(value: string): void {
    this.whole(value.length);
    for (let index = 0; index < value.length; index += 1) this.whole(value.charCodeAt(index));
  }

  flag(value: boolean): void {
    this.whole(value ? 1 : 0);
  }

  /** A copy of what was written. */
  finish(): Uint8Array {
    return this.bytes.slice(0, this.length);
  }

  private reserve(count: number): void {
    if (this.length + count <= this.bytes.length) return;
    const grown = new Uint8Array(this.bytes.length * 2);
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
    let value = 0;
    let scale = 1;
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
