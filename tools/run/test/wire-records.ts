import {
  BROADCAST_KEY,
  type Codec,
  entryOfRecord,
  type RecordName,
  type Records,
  schemaTexts,
} from '@duewatch/contracts';
import type { OutgoingRecord } from '@duewatch/event-bus';

type Schema = string | readonly Schema[] | SchemaObject;
interface SchemaObject {
  readonly type: Schema;
  readonly name?: string;
  readonly fields?: readonly { readonly name: string; readonly type: Schema }[];
  readonly symbols?: readonly string[];
}

/** A record of that kind that says nothing but what the test gives it. */
export function wireRecord<Name extends RecordName>(
  recordName: Name,
  said: Partial<Records[Name]>,
): Records[Name] {
  const blank = blankOf(JSON.parse(schemaTexts[recordName]) as Schema, new Map());
  return { ...(blank as Records[Name]), ...said };
}

/** The same on its topic. */
export function onTopic<Name extends RecordName>(
  codec: Codec,
  recordName: Name,
  said: Partial<Records[Name]>,
  key: string = BROADCAST_KEY,
): OutgoingRecord {
  const { topic } = entryOfRecord(recordName);
  const value = codec.encode(recordName, wireRecord(recordName, said));
  return { topic, key, value, headers: {} };
}

function blankOf(schema: Schema, named: Map<string, SchemaObject>): unknown {
  if (Array.isArray(schema)) {
    const members = schema as readonly Schema[];
    return members.includes('null') ? null : blankOf(members[0] ?? 'null', named);
  }
  if (typeof schema === 'string') {
    const known = named.get(schema);
    return known === undefined ? primitives[schema] : blankOf(known, named);
  }
  const { type, name, fields, symbols } = schema as SchemaObject;
  if (name !== undefined) named.set(name, schema as SchemaObject);
  if (type === 'enum') return symbols?.[0];
  if (type === 'array') return [];
  if (type === 'map') return {};
  if (type !== 'record') return blankOf(type, named);
  return Object.fromEntries(
    (fields ?? []).map((field) => [field.name, blankOf(field.type, named)]),
  );
}

const primitives: Readonly<Record<string, unknown>> = {
  null: null,
  boolean: false,
  int: 0,
  long: 0,
  string: '',
  bytes: Buffer.alloc(0),
};
