/** Why a run could not come to its end. */
export type RunErrorCode =
  /** A service or a server ended by itself. */
  | 'DIED'
  /** A service did not become ready in time. */
  | 'NOT_READY'
  /** Nothing moves any more although work is left. */
  | 'STALLED'
  /** The file to play cannot be read. */
  | 'FILE'
  /** Somebody pressed Ctrl-C. */
  | 'INTERRUPTED';

/** A run that failed; the message says what happened and where to look. */
export class RunError extends Error {
  readonly code: RunErrorCode;
  readonly retriable: boolean;

  constructor(code: RunErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'RunError';
    this.code = code;
    this.retriable = code === 'NOT_READY';
  }
}
