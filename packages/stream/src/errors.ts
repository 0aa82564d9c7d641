/** Why a stream stopped or a partition began again. Each code has one cause and one mend. */
export type StreamErrorCode =
  /** Another owner committed, or Redis went back: reopen. */
  | 'STALE'
  /** `needs` did not ask for state that `fold` reads: a fault of the stream's rules. */
  | 'NOT_LOADED'
  /** A sweep did not move a key beyond the broadcast: a fault of the stream's rules. */
  | 'SWEEP_STUCK'
  /** The stored offset does not fit the log: another cluster, a recreated or truncated topic. */
  | 'LOG_MISMATCH'
  /** Records wait and the consumer does nothing for them: only a new process helps. */
  | 'STUCK';

export class StreamError extends Error {
  readonly code: StreamErrorCode;
  readonly retriable: boolean;

  constructor(code: StreamErrorCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'StreamError';
    this.code = code;
    this.retriable = code === 'STALE';
  }
}

/** True for errors of any room that pass by themselves: the partition begins again. */
export function isRetriable(error: unknown): boolean {
  return error instanceof Error && Reflect.get(error, 'retriable') === true;
}
