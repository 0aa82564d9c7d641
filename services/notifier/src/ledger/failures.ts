/** Something that a receiver did not take, however often it was tried. */
export interface Failure {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly reason: string;
}

/** The last failure of each receiver, by its id: what operators are told of. */
export interface FailureBook {
  readonly last: Readonly<Record<string, Failure>>;
}

/** The one row of the partition that holds it. */
export const FAILURES = { collection: 'failures', field: 'book' };

/** The book with one more failure in it. */
export function noted(
  book: FailureBook | undefined,
  receiverId: string,
  failure: Failure,
): FailureBook {
  return { last: { ...book?.last, [receiverId]: failure } };
}
