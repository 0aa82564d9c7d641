import fc from 'fast-check';
import { LONG_MAX } from '../src/avro-type.ts';
import type { RecordName } from '../src/catalogue.ts';
import { schemaTexts } from '../src/generated/schema-texts.ts';

interface Node {
  readonly type: SchemaNode;
  readonly name?: string;
  readonly symbols?: readonly string[];
  readonly items?: SchemaNode;
  readonly values?: SchemaNode;
  readonly fields?: readonly { readonly name: string; readonly type: SchemaNode }[];
}

type SchemaNode = string | Node | readonly SchemaNode[];
type Values = fc.Arbitrary<unknown>;

const PRIMITIVES: Readonly<Record<string, Values>> = {
  null: fc.constant(null),
  boolean: fc.boolean(),
  int: fc.integer(),
  long: fc.integer({ min: -LONG_MAX, max: LONG_MAX }),
  string: fc.string({ unit: 'binary', maxLength: 40 }),
  bytes: fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
};

/** Random values of a record, made from its schema and from nothing else that we wrote. */
export function arbitraryRecord(recordName: RecordName): Values {
  return valuesOf(JSON.parse(schemaTexts[recordName]) as Node, new Map());
}

function valuesOf(schema: SchemaNode, named: Map<string, Values>): Values {
  if (typeof schema === 'string') return PRIMITIVES[schema] ?? named.get(schema) ?? unknown(schema);
  if (isUnion(schema)) return fc.oneof(...schema.map((branch) => valuesOf(branch, named)));
  const values = compoundValues(schema, named);
  if (schema.name !== undefined) named.set(schema.name, values);
  return values;
}

function isUnion(schema: SchemaNode): schema is readonly SchemaNode[] {
  return Array.isArray(schema);
}

function compoundValues(node: Node, named: Map<string, Values>): Values {
  if (node.symbols) return fc.constantFrom(...node.symbols);
  if (node.items) return fc.array(valuesOf(node.items, named), { maxLength: 4 });
  if (node.values) {
    // A key `__proto__` cannot be told from a missing one in a plain object.
    const keys = fc.string({ maxLength: 12 }).filter((key) => key !== '__proto__');
    return fc.dictionary(keys, valuesOf(node.values, named), { noNullPrototype: true });
  }
  if (node.fields) {
    const fields = node.fields.map(({ name, type }) => [name, valuesOf(type, named)] as const);
    return fc.record(Object.fromEntries(fields), { noNullPrototype: true });
  }
  return valuesOf(node.type, named);
}

function unknown(name: string): never {
  throw new TypeError(`the schema names ${name} before it says what it is`);
}
