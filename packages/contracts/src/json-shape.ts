import { LONG_MAX } from './avro-type.ts';
import { entryOfType, inputTypes, type RecordName } from './catalogue.ts';
import { schemaTexts } from './generated/schema-texts.ts';
import { type CardField, personalFields } from './personal-fields.ts';

/**
 * What a JSON value at the door has to look like, told without any validation library. A `date` is
 * an ISO date (`epochDayOf`), an `instant` an RFC 3339 text (`epochMsOf`); both become integers.
 */
export type Shape =
  | { readonly kind: 'string'; readonly maxLength: number; readonly pattern: string | null }
  | { readonly kind: 'integer'; readonly minimum: number; readonly maximum: number }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'date' }
  | { readonly kind: 'instant' }
  | { readonly kind: 'enum'; readonly values: readonly string[] }
  | { readonly kind: 'array'; readonly items: Shape; readonly maxItems: number }
  | { readonly kind: 'map'; readonly values: Shape }
  | { readonly kind: 'record'; readonly fields: readonly FieldShape[] };

/** One field of a JSON object. */
export interface FieldShape {
  readonly name: string;
  readonly shape: Shape;
  readonly nullable: boolean;
  /** Fields that are not required take `fallback` (null, 0, 'own', …) when absent. */
  readonly required: boolean;
  readonly fallback: unknown;
}

/** Everything that the data of one kind of input may hold. */
export interface InputShape {
  readonly recordName: RecordName;
  /** Fields of the record on `ar.events`. `tenantId` is left out: it comes from the API key. */
  readonly fields: readonly FieldShape[];
  /** Fields that go to `CustomerCard`. */
  readonly card: readonly FieldShape[];
  /** Fields that go to `CustomerNote`. */
  readonly texts: readonly FieldShape[];
}

/** A schema node as the .avsc files of this repository write it. */
interface Node {
  readonly type: SchemaNode;
  readonly name?: string;
  readonly logicalType?: string;
  readonly symbols?: readonly string[];
  readonly default?: unknown;
  readonly items?: SchemaNode;
  readonly values?: SchemaNode;
  readonly fields?: readonly Field[];
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxItems?: number;
}

type SchemaNode = string | Node | readonly SchemaNode[];

interface Field {
  readonly name: string;
  readonly type: SchemaNode;
  readonly default?: unknown;
}

const INT_MAX = 2_147_483_647;
const MAX_ITEMS_DEFAULT = 500;

/** Symbol by which readers of older schemas see newer symbols. Nobody may send it. */
const NEWER_SYMBOL = 'unknown';

/** The shape of an input by CloudEvents type, or undefined when no input has that type. */
export function inputShapeOf(ceType: string): InputShape | undefined {
  const entry = entryOfType(ceType);
  if (!entry || !inputTypes.includes(entry)) return undefined;
  const personal = personalFields[entry.ceType];
  return {
    recordName: entry.recordName,
    fields: fieldsOf(entry.recordName).filter(({ name }) => name !== 'tenantId'),
    card: cardShape(personal?.card ?? []),
    texts: Object.entries(personal?.texts ?? {}).map(textShape),
  };
}

/** The shape of any record in JSON, such as the answer to a question about it. */
export function recordShapeOf(recordName: RecordName): readonly FieldShape[] {
  return fieldsOf(recordName);
}

function cardShape(names: readonly CardField[]): readonly FieldShape[] {
  return fieldsOf('CustomerCard')
    .filter(({ name }) => names.some((wanted) => wanted === name))
    .map((field) => (field.name === 'contacts' ? optional(field, []) : field));
}

function textShape([name, maxLength]: [string, number]): FieldShape {
  const shape: Shape = { kind: 'string', maxLength, pattern: null };
  return { name, shape, nullable: true, required: false, fallback: null };
}

function optional(field: FieldShape, fallback: unknown): FieldShape {
  return { ...field, required: false, fallback };
}

function fieldsOf(recordName: RecordName): readonly FieldShape[] {
  const schema = JSON.parse(schemaTexts[recordName]) as Node;
  return recordFields(schema, new Map());
}

/** `named` holds the types met so far, since a schema writes each out once and then names it. */
function recordFields(node: Node, named: Map<string, Node>): readonly FieldShape[] {
  return (node.fields ?? []).map((field) => fieldShape(field, named));
}

function fieldShape(field: Field, named: Map<string, Node>): FieldShape {
  const nullable = Array.isArray(field.type);
  const value = (Array.isArray(field.type) ? field.type[1] : field.type) as SchemaNode;
  return {
    name: field.name,
    shape: shapeOf(value, named),
    nullable,
    required: field.default === undefined,
    fallback: field.default,
  };
}

function shapeOf(schema: SchemaNode, named: Map<string, Node>): Shape {
  const node: Node =
    typeof schema === 'string' ? (named.get(schema) ?? { type: schema }) : (schema as Node);
  if (node.name !== undefined) named.set(node.name, node);
  if (node.logicalType === 'date') return { kind: 'date' };
  if (node.logicalType === 'timestamp-millis') return { kind: 'instant' };
  switch (node.type) {
    case 'string':
      return { kind: 'string', maxLength: node.maxLength ?? 0, pattern: node.pattern ?? null };
    case 'int':
      return integer(node, -INT_MAX - 1, INT_MAX);
    case 'long':
      return integer(node, -LONG_MAX, LONG_MAX);
    case 'boolean':
      return { kind: 'boolean' };
    case 'enum':
      return { kind: 'enum', values: (node.symbols ?? []).filter((s) => s !== NEWER_SYMBOL) };
    case 'array':
      return {
        kind: 'array',
        items: shapeOf(node.items ?? 'null', named),
        maxItems: node.maxItems ?? MAX_ITEMS_DEFAULT,
      };
    case 'map':
      return { kind: 'map', values: shapeOf(node.values ?? 'null', named) };
    case 'record':
      return { kind: 'record', fields: recordFields(node, named) };
    default:
      throw new TypeError(`the door has no shape for the Avro type ${JSON.stringify(node.type)}`);
  }
}

function integer(node: Node, minimum: number, maximum: number): Shape {
  return {
    kind: 'integer',
    minimum: node.minimum ?? minimum,
    maximum: node.maximum ?? maximum,
  };
}
