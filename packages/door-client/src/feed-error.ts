/** Why a feed could not be sent to its end. */
export type FeedErrorCode =
  /** The door will not take it however often it is sent: wrong key, wrong calendar, no JSON. */
  | 'refused'
  /** The door did not answer, or said "later", for longer than the client is willing to wait. */
  | 'unavailable'
  /** The caller's signal ended it. */
  | 'aborted'
  /** The door answered something that is not its promised answer. */
  | 'unexpected_answer'
  /** A line of a story file is not a CloudEvent. */
  | 'bad_line';

export class FeedError extends Error {
  readonly code: FeedErrorCode;
  /** Sending the same again is harmless in any case: the door knows repeats by their id. */
  readonly retriable: boolean;

  constructor(code: FeedErrorCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'FeedError';
    this.code = code;
    this.retriable = code === 'unavailable';
  }
}
