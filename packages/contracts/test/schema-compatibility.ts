import avro from 'avsc';

/** A message schema as the .avsc files hold it. */
export interface MessageSchema extends AvroObject {
  readonly name: string;
  readonly ceType: string;
  readonly topic: string;
  readonly routing: string;
  readonly fields: readonly AvroField[];
}

interface AvroObject {
  readonly type: AvroNode;
  readonly logicalType?: string;
  readonly symbols?: readonly string[];
  readonly default?: unknown;
  readonly items?: AvroNode;
  readonly values?: AvroNode;
  readonly fields?: readonly AvroField[];
}

interface AvroField {
  readonly name: string;
  readonly type: AvroNode;
}

type AvroNode = string | AvroObject | readonly AvroNode[];

/**
 * Why two versions of a schema may not both be in the log, in words; empty when each reads what
 * the other wrote (FULL compatibility).
 */
export function incompatibilities(a: MessageSchema, b: MessageSchema): readonly string[] {
  return [
    ...unreadable(a, b),
    ...unreadable(b, a),
    ...changedMeanings(a, b),
    ...enumsWithoutDefault(a),
    ...enumsWithoutDefault(b),
  ];
}

function unreadable(reader: MessageSchema, writer: MessageSchema): readonly string[] {
  try {
    avro.Type.forSchema(reader as never).createResolver(avro.Type.forSchema(writer as never));
    return [];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

/** Readable, yet not the same: a date read as a plain number, an enum with another default. */
function changedMeanings(a: MessageSchema, b: MessageSchema): readonly string[] {
  const before = meaningsOf(a);
  return [...meaningsOf(b)].flatMap(([path, meaning]) => {
    const old = before.get(path);
    return old === undefined || old === meaning ? [] : [`${path} was ${old} and is ${meaning}`];
  });
}

/** What a reader must know beyond the Avro types, by path through the schema. */
function meaningsOf(schema: MessageSchema): ReadonlyMap<string, string> {
  const meanings = new Map<string, string>();
  for (const { path, node } of nodesOf(schema, schema.name)) {
    if (node.type === 'int' || node.type === 'long') {
      meanings.set(path, node.logicalType ?? 'a plain number');
    }
    if (node.symbols) meanings.set(`the default of ${path}`, String(node.default));
  }
  for (const key of ['ceType', 'topic', 'routing'] as const) meanings.set(key, schema[key]);
  return meanings;
}

function enumsWithoutDefault(schema: MessageSchema): readonly string[] {
  return nodesOf(schema, schema.name)
    .filter(({ node }) => node.symbols && node.default === undefined)
    .map(({ path }) => `${path} has no default symbol`);
}

function nodesOf(node: AvroNode, path: string): readonly { path: string; node: AvroObject }[] {
  if (isUnion(node)) return node.flatMap((branch) => nodesOf(branch, path));
  if (typeof node === 'string') return [{ path, node: { type: node } }];
  return [
    { path, node },
    ...(node.items ? nodesOf(node.items, `${path}[]`) : []),
    ...(node.values ? nodesOf(node.values, `${path}{}`) : []),
    ...(node.fields ?? []).flatMap((field) => nodesOf(field.type, `${path}.${field.name}`)),
  ];
}

function isUnion(node: AvroNode): node is readonly AvroNode[] {
  return Array.isArray(node);
}
