import avro, { type Type } from 'avsc';

/** What avsc reads from. Not in its typings, but the same in every 5.x. */
interface Tap {
  readonly buf: Buffer;
  readonly pos: number;
  readLong(): number;
  writeLong(value: number): void;
  readString(): string;
  skipString(): void;
}

interface Writable {
  _write(tap: Tap, value: unknown): void;
}

interface Readable {
  _read(tap: Tap): unknown;
  _skip(tap: Tap): void;
}

/**
 * Largest long that we write or read, 2^52 − 1, and the smallest with a minus. avsc doubles a long
 * before it writes it; beyond this, it silently turns some negative numbers into positive ones.
 */
export const LONG_MAX = 4_503_599_627_370_495;

/** A resolver of avsc: reads a writer's bytes as our type. */
export type Resolver = ReturnType<Type['createResolver']>;

type TypeOptions = NonNullable<Parameters<typeof avro.Type.forSchema>[1]>;

/** The avsc type of a schema text: optional fields as plain values or null, objects bare. */
export function avroTypeOf(schemaText: string): Type {
  return avro.Type.forSchema(JSON.parse(schemaText), {
    wrapUnions: false,
    omitRecordMethods: true,
    typeHook: strictType,
  });
}

/**
 * avsc believes every count that it reads. Five wrong bytes that say "two thousand million items"
 * would hang the process instead of making one dead letter. So types with a count compare it with
 * the bytes that are left (each item takes at least one), and numbers are checked for their range.
 */
function strictType(schema: unknown, options: Partial<TypeOptions>): Type | undefined {
  if (schema === 'int') return strictInt;
  if (schema === 'long') return strictLong;
  if (Array.isArray(schema) && schema.length === 2 && schema[0] === 'null') {
    return new OptionalType(schema, options);
  }
  if (typeof schema !== 'object' || schema === null || !('type' in schema)) return undefined;
  if (schema.type === 'int') return strictInt;
  if (schema.type === 'long') return strictLong;
  if (schema.type === 'array') return new StrictArray(schema as never, options);
  if (schema.type === 'map') return new StrictMap(schema as never, options);
  return undefined;
}

/**
 * A value or null, as nearly all unions are. avsc looks at each value to find its branch; here
 * there is nothing to find, and the branch itself refuses what does not fit.
 */
class OptionalType extends avro.types.UnwrappedUnionType {
  _read(tap: Tap): unknown {
    const branch = tap.readLong();
    if (branch === 0) return null;
    if (branch !== 1) throw new RangeError(`${branch} is neither null nor a value`);
    return (this.types[1] as Type & Readable)._read(tap);
  }

  _write(tap: Tap, value: unknown): void {
    if (value === null) {
      tap.writeLong(0);
      return;
    }
    if (value === undefined) throw new TypeError('a value is missing: say null');
    tap.writeLong(1);
    (this.types[1] as Type & Writable)._write(tap, value);
  }
}

class StrictInt extends avro.types.IntType {
  _read(tap: Tap): number {
    const value = tap.readLong();
    if (value !== (value | 0)) throw new RangeError(`${value} is not an int`);
    return value;
  }
}

const strictInt = new StrictInt();

/** Reports a value that does not fit, as avsc's `errorHook` does. */
type Complain = ((value: unknown, type: Type) => void) | undefined;

class StrictLong extends avro.types.LongType {
  _check(value: unknown, _flags: unknown, complain: Complain): boolean {
    const fits = isLong(value);
    if (!fits) complain?.(value, this);
    return fits;
  }

  _read(tap: Tap): number {
    const value = tap.readLong();
    if (!isLong(value)) throw new RangeError(`${value} is beyond the longs that are kept exactly`);
    return value;
  }

  _write(tap: Tap, value: unknown): void {
    if (!isLong(value)) throw new RangeError(`${value} is not a long that is kept exactly`);
    tap.writeLong(value);
  }
}

const strictLong = new StrictLong();

function isLong(value: unknown): value is number {
  return Number.isInteger(value) && Math.abs(value as number) <= LONG_MAX;
}

// In the two classes below `this` may be a resolver: avsc copies `_read` to it. A resolver has the
// same `itemsType` or `valuesType`, which then reads the writer's items as ours.

class StrictArray extends avro.types.ArrayType {
  _read(tap: Tap): unknown[] {
    const items = this.itemsType as Type & Readable;
    let count = countAt(tap);
    // Room for the first block at once: nearly always it is the only one.
    const values: unknown[] = new Array(count);
    let at = 0;
    for (; count > 0; count = countAt(tap)) {
      for (const end = at + count; at < end; at += 1) values[at] = items._read(tap);
    }
    return values;
  }

  _skip(tap: Tap): void {
    const items = this.itemsType as Type & Readable;
    for (let count = countAt(tap); count > 0; count = countAt(tap)) {
      for (let left = count; left > 0; left -= 1) items._skip(tap);
    }
  }
}

class StrictMap extends avro.types.MapType {
  _read(tap: Tap): Record<string, unknown> {
    const values = this.valuesType as Type & Readable;
    const entries: Record<string, unknown> = {};
    for (let count = countAt(tap); count > 0; count = countAt(tap)) {
      for (let left = count; left > 0; left -= 1) {
        const key = tap.readString();
        entries[key] = values._read(tap);
      }
    }
    return entries;
  }

  _skip(tap: Tap): void {
    const values = this.valuesType as Type & Readable;
    for (let count = countAt(tap); count > 0; count = countAt(tap)) {
      for (let left = count; left > 0; left -= 1) {
        tap.skipString();
        values._skip(tap);
      }
    }
  }
}

/** Items in the next block. A negative count is followed by the size of the block in bytes. */
function countAt(tap: Tap): number {
  const count = tap.readLong();
  if (count < 0) tap.readLong();
  const items = Math.abs(count);
  const left = tap.buf.length - tap.pos;
  if (items > left) throw new RangeError(`${items} items cannot be in ${left} bytes`);
  return items;
}
