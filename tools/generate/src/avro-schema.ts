/** An Avro schema as it stands in an .avsc file, with the attributes that this repository adds. */
export type AvroNode = string | readonly AvroNode[] | AvroObject;

export interface AvroObject {
  readonly type: AvroNode;
  readonly name?: string;
  readonly namespace?: string;
  readonly doc?: string;
  readonly logicalType?: string;
  readonly symbols?: readonly string[];
  readonly default?: unknown;
  readonly items?: AvroNode;
  readonly values?: AvroNode;
  readonly fields?: readonly AvroField[];
}

export interface AvroField {
  readonly name: string;
  readonly type: AvroNode;
  readonly doc?: string;
  readonly default?: unknown;
}

/** The outermost record of an .avsc file: one kind of message. */
export interface MessageSchema extends AvroObject {
  readonly type: 'record';
  readonly name: string;
  readonly namespace: string;
  readonly doc: string;
  readonly ceType: string;
  readonly topic: string;
  readonly routing: string;
  readonly fields: readonly AvroField[];
}

/** True for a union. Narrowing by `Array.isArray` alone loses read-only arrays. */
export function isUnion(node: AvroNode): node is readonly AvroNode[] {
  return Array.isArray(node);
}
