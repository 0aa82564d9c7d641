/** Why the stack could not be started or stopped. */
export type StackErrorCode =
  | 'DOCKER_MISSING'
  | 'FETCH_FAILED'
  | 'FETCH_CORRUPT'
  | 'JAVA_MISSING'
  | 'LOCKED'
  | 'MAVEN_MISSING'
  | 'SERVER_DIED'
  | 'SERVER_NOT_READY'
  | 'SETTINGS'
  | 'UNSUPPORTED_PLATFORM';

/** Codes after which the same call may well succeed. */
const retriableCodes: ReadonlySet<StackErrorCode> = new Set(['FETCH_FAILED', 'SERVER_NOT_READY']);

/** A start or stop that failed; the message says what to do about it. */
export class StackError extends Error {
  readonly code: StackErrorCode;
  readonly retriable: boolean;

  constructor(code: StackErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'StackError';
    this.code = code;
    this.retriable = retriableCodes.has(code);
  }
}
