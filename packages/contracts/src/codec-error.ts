/** Why a body could not be written or read. */
export type CodecErrorCode =
  /** Encoding: a value does not fit the schema; `path` says which. */
  | 'invalid_value'
  /** The first byte is not 0, or there are fewer than five. */
  | 'bad_frame'
  /** The writer's schema id has not been met yet: `await codec.learn(id)`, then decode again. */
  | 'unknown_schema_id'
  /** The registry knows no such id. */
  | 'no_such_schema'
  /** The writer's schema is of a record that is not in the catalogue. */
  | 'unknown_record'
  /** Ours cannot read what the writer's schema describes. */
  | 'incompatible_schema'
  /** The bytes are not what the writer's schema says. */
  | 'unreadable'
  /** The registry did not answer. */
  | 'registry_unavailable';

/** A body that could not be written or read. Only a registry outage is worth another try. */
export class CodecError extends Error {
  readonly code: CodecErrorCode;
  readonly retriable: boolean;
  /** Of the writer, when the frame could be read. */
  readonly schemaId: number | undefined;
  /** Where the value is wrong, such as `terms.days`. */
  readonly path: string | undefined;

  constructor(
    code: CodecErrorCode,
    message: string,
    more: { schemaId?: number; path?: string; cause?: unknown } = {},
  ) {
    super(message, { cause: more.cause });
    this.name = 'CodecError';
    this.code = code;
    this.retriable = code === 'registry_unavailable';
    this.schemaId = more.schemaId;
    this.path = more.path;
  }
}
