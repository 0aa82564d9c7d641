import type { Type } from 'avsc';
import { avroTypeOf, type Resolver } from './avro-type.ts';
import { catalogue, type RecordName } from './catalogue.ts';
import { CodecError } from './codec-error.ts';
import type { Records } from './generated/records.ts';
import { schemaTexts } from './generated/schema-texts.ts';
import type { SchemaIds } from './schema-ids.ts';

/** A decoded body; `recordName` tells the type of `data`. */
export type Decoded = {
  readonly [Name in RecordName]: { readonly recordName: Name; readonly data: Records[Name] };
}[RecordName];

/** Bodies ⇄ bytes in the registry's wire format: 0, schema id in four bytes, Avro binary. */
export interface Codec {
  encode<Name extends RecordName>(recordName: Name, data: Records[Name]): Buffer;
  /**
   * Synchronous. A writer's schema id that has not been met throws `unknown_schema_id`; ids of our
   * own schemas are always known, so a registry outage does not stop them.
   */
  decode(body: Buffer): Decoded;
  /** Fetches the schema with that id and makes `decode` understand it. */
  learn(schemaId: number): Promise<void>;
}

/** Reads what one writer's schema describes. `resolver` is null when it is our own schema. */
interface Reader {
  readonly recordName: RecordName;
  readonly type: Type;
  readonly resolver: Resolver | null;
}

const FRAME_BYTES = 5;
const SCRATCH_BYTES = 16_384;

/** A codec over the current schemas. Types are compiled when first used and kept. */
export function createCodec({ ids }: { readonly ids: SchemaIds }): Codec {
  const types = new Map<RecordName, Type>();
  const readers = new Map<number, Reader | CodecError>();
  const learning = new Map<number, Promise<void>>();
  let scratch = Buffer.allocUnsafeSlow(SCRATCH_BYTES);

  const typeOf = (recordName: RecordName): Type => {
    const known = types.get(recordName);
    if (known) return known;
    const type = avroTypeOf(schemaTexts[recordName]);
    types.set(recordName, type);
    return type;
  };

  const readerOf = (schemaId: number): Reader => {
    const known = readers.get(schemaId) ?? ownReader(schemaId);
    if (known instanceof CodecError) throw known;
    if (known) return known;
    throw new CodecError('unknown_schema_id', `schema id ${schemaId} is unknown`, {
      schemaId,
    });
  };

  const ownReader = (schemaId: number): Reader | undefined => {
    const entry = catalogue.find(({ recordName }) => ids.idOf(recordName) === schemaId);
    if (!entry) return undefined;
    const { recordName } = entry;
    const reader = { recordName, type: typeOf(recordName), resolver: null };
    readers.set(schemaId, reader);
    return reader;
  };

  const lookUp = async (schemaId: number): Promise<void> => {
    const text = await schemaTextOf(ids, schemaId);
    readers.set(schemaId, foreignReader(schemaId, text, typeOf));
  };

  const encode: Codec['encode'] = (recordName, data) => {
    const end = write(typeOf(recordName), recordName, data, scratch);
    if (end < 0) {
      scratch = Buffer.allocUnsafeSlow(2 * (scratch.length - end));
      return encode(recordName, data);
    }
    scratch[0] = 0;
    scratch.writeUInt32BE(ids.idOf(recordName), 1);
    return Buffer.from(scratch.subarray(0, end));
  };

  return {
    encode,
    decode(body) {
      const reader = readerOf(schemaIdOf(body));
      return { recordName: reader.recordName, data: read(reader, body) } as Decoded;
    },
    async learn(schemaId) {
      if (readers.has(schemaId)) return;
      const waiting = learning.get(schemaId) ?? lookUp(schemaId);
      learning.set(schemaId, waiting);
      await waiting.finally(() => learning.delete(schemaId));
    },
  };
}

/** The writer's schema id. Throws `bad_frame` when the body does not start with one. */
export function schemaIdOf(body: Buffer): number {
  if (body.length < FRAME_BYTES || body[0] !== 0) {
    throw new CodecError('bad_frame', 'the body does not start with a schema id');
  }
  return body.readUInt32BE(1);
}

/** Answers where the body ends, or minus the bytes that `target` is too short. */
function write(type: Type, recordName: string, data: unknown, target: Buffer): number {
  try {
    return type.encode(data, target, FRAME_BYTES);
  } catch (cause) {
    const path = wrongPath(type, data);
    throw new CodecError('invalid_value', `${recordName}.${path} does not fit its schema`, {
      path,
      cause,
    });
  }
}

/** The first path at which a value does not fit; only asked once encoding has failed. */
function wrongPath(type: Type, data: unknown): string {
  let wrong: string | undefined;
  type.isValid(data, {
    errorHook: (path) => {
      wrong ??= path.join('.');
    },
  });
  return wrong ?? '';
}

function read({ recordName, type, resolver }: Reader, body: Buffer): unknown {
  let result: { value: unknown; offset: number };
  try {
    result = type.decode(body, FRAME_BYTES, resolver ?? undefined);
  } catch (cause) {
    throw unreadable(recordName, body, 'holds a value that its schema does not allow', cause);
  }
  if (result.offset < 0) throw unreadable(recordName, body, 'ends too early');
  if (result.offset < body.length) throw unreadable(recordName, body, 'goes on after its end');
  return result.value;
}

function unreadable(recordName: string, body: Buffer, what: string, cause?: unknown): CodecError {
  const message = `the ${recordName} of ${body.length} bytes ${what}`;
  return new CodecError('unreadable', message, { schemaId: body.readUInt32BE(1), cause });
}

async function schemaTextOf(ids: SchemaIds, schemaId: number): Promise<string> {
  let text: string | null;
  try {
    text = await ids.schemaById(schemaId);
  } catch (cause) {
    const message = `the registry did not answer for schema id ${schemaId}`;
    throw new CodecError('registry_unavailable', message, { schemaId, cause });
  }
  // Not remembered: the id may be registered a moment later.
  if (text === null) {
    throw new CodecError('no_such_schema', `no schema has the id ${schemaId}`, { schemaId });
  }
  return text;
}

/** What is wrong with a schema stays wrong, so the error is kept and thrown at each decode. */
function foreignReader(
  schemaId: number,
  text: string,
  typeOf: (recordName: RecordName) => Type,
): Reader | CodecError {
  let writer: Type;
  try {
    writer = avroTypeOf(text);
  } catch (cause) {
    const message = `schema ${schemaId} is not an Avro schema that we can read`;
    return new CodecError('incompatible_schema', message, { schemaId, cause });
  }
  const recordName = catalogue.find(({ fullName }) => fullName === writer.name)?.recordName;
  if (recordName === undefined) {
    const message = `schema ${schemaId} describes ${writer.name ?? 'no record'}, unknown here`;
    return new CodecError('unknown_record', message, { schemaId });
  }
  const type = typeOf(recordName);
  try {
    return { recordName, type, resolver: type.createResolver(writer) };
  } catch (cause) {
    const message = `our ${recordName} cannot read what schema ${schemaId} describes`;
    return new CodecError('incompatible_schema', message, { schemaId, cause });
  }
}
