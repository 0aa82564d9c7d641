import type { AvroField, AvroNode, AvroObject, MessageSchema } from './avro-schema.ts';
import { isUnion } from './avro-schema.ts';

const PRIMITIVES: Readonly<Record<string, string>> = {
  boolean: 'boolean',
  bytes: 'Buffer',
  int: 'number',
  long: 'number',
  null: 'null',
  string: 'string',
};

const LOGICAL: Readonly<Record<string, string>> = {
  date: 'EpochDay',
  'timestamp-millis': 'EpochMs',
};

/**
 * Declarations by name. A nested type may stand in several files, but under one name it has one
 * shape everywhere: else the same word would mean two things in TypeScript.
 */
type Declarations = Map<string, string>;

/** TypeScript source of one type per Avro record and enum, and of the `Records` map. */
export function typeSource(schemas: readonly MessageSchema[]): string {
  const declarations: Declarations = new Map();
  for (const schema of schemas) typeOf(schema, declarations);
  const sorted = [...declarations].sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    '// Generated from schemas/ by `npm run generate`. Edit the schemas instead.',
    "import type { EpochDay, EpochMs } from '../units.ts';",
    '',
    ...sorted.map(([, source]) => source),
    '/** Every message by record name. */',
    'export interface Records {',
    ...schemas.map(({ name }) => `  readonly ${name}: ${name};`),
    '}',
    '',
  ].join('\n');
}

function typeOf(node: AvroNode, declarations: Declarations): string {
  if (typeof node === 'string') return PRIMITIVES[node] ?? node;
  if (isUnion(node)) return unionOf(node, declarations);
  if (node.type === 'array' && node.items) {
    const item = typeOf(node.items, declarations);
    return `readonly ${/[ |]/.test(item) ? `(${item})` : item}[]`;
  }
  if (node.type === 'map' && node.values) {
    return `Readonly<Record<string, ${typeOf(node.values, declarations)}>>`;
  }
  if (node.name) return declare(node, node.name, declarations);
  if (node.logicalType) return logicalOf(node.logicalType);
  return typeOf(node.type, declarations);
}

function unionOf(branches: readonly AvroNode[], declarations: Declarations): string {
  if (branches.length !== 2 || branches[0] !== 'null') {
    throw new Error(`only ["null", X] unions are used here, found ${JSON.stringify(branches)}`);
  }
  return `${typeOf(branches[1] ?? 'null', declarations)} | null`;
}

function logicalOf(logicalType: string): string {
  const type = LOGICAL[logicalType];
  if (!type) throw new Error(`no TypeScript type for the logical type ${logicalType}`);
  return type;
}

function declare(node: AvroObject, name: string, declarations: Declarations): string {
  const source = node.symbols
    ? enumSource(name, node.symbols, node.doc)
    : recordSource(name, node, declarations);
  const known = declarations.get(name);
  if (known !== undefined && known !== source) {
    throw new Error(`${name} has different shapes in different schemas:\n${known}\n${source}`);
  }
  declarations.set(name, source);
  return name;
}

function enumSource(name: string, symbols: readonly string[], doc: string | undefined): string {
  const lines = symbols.map((symbol) => `  | '${symbol}'`);
  return [...comment(doc, ''), `export type ${name} =`, `${lines.join('\n')};`, ''].join('\n');
}

function recordSource(name: string, node: AvroObject, declarations: Declarations): string {
  const fields = node.fields ?? [];
  return [
    ...comment(node.doc, ''),
    `export interface ${name} {`,
    ...fields.flatMap((field) => fieldSource(field, declarations)),
    '}',
    '',
  ].join('\n');
}

function fieldSource(field: AvroField, declarations: Declarations): string[] {
  const type = typeOf(field.type, declarations);
  return [...comment(field.doc, '  '), `  readonly ${field.name}: ${type};`];
}

function comment(doc: string | undefined, indent: string): string[] {
  return doc === undefined ? [] : [`${indent}/** ${doc} */`];
}

/** TypeScript source of the schemas themselves, as JSON texts. */
export function schemaTextSource(schemas: readonly MessageSchema[]): string {
  return [
    '// Generated from schemas/ by `npm run generate`. Edit the schemas instead.',
    "import type { Records } from './records.ts';",
    '',
    '/** The current schema of every record, as registered: Avro JSON without white space. */',
    'export const schemaTexts: Readonly<Record<keyof Records, string>> = {',
    ...schemas.map((schema) => `  ${schema.name}: ${quoted(JSON.stringify(schema))},`),
    '};',
    '',
  ].join('\n');
}

/** TypeScript source of the rows that say where each record travels. */
export function catalogueSource(schemas: readonly MessageSchema[]): string {
  return [
    '// Generated from schemas/ by `npm run generate`. Edit the schemas instead.',
    '',
    '/** One row per record: record name, full name, CloudEvents type, topic, routing. */',
    'export const catalogueRows = [',
    ...schemas.flatMap((schema) => rowSource(schema)),
    '] as const;',
    '',
  ].join('\n');
}

function rowSource(schema: MessageSchema): string[] {
  return [
    '  {',
    `    recordName: '${schema.name}',`,
    `    fullName: '${schema.namespace}.${schema.name}',`,
    `    ceType: '${schema.ceType}',`,
    `    topic: '${schema.topic}',`,
    `    routing: '${schema.routing}',`,
    '  },',
  ];
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
