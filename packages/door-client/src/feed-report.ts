/** An event that the door did not take, with what it said about it. */
export interface Rejection {
  readonly id: string;
  readonly type: string;
  readonly detail: string;
  readonly mend: string;
}

/** What became of the events. */
export interface FeedReport {
  readonly accepted: number;
  /** Known already: sent before, by this run or by an earlier one. */
  readonly duplicate: number;
  readonly rejected: readonly Rejection[];
}

/** Before anything was sent. */
export const NOTHING: FeedReport = { accepted: 0, duplicate: 0, rejected: [] };

/** Both together. */
export function sum(a: FeedReport, b: FeedReport): FeedReport {
  return {
    accepted: a.accepted + b.accepted,
    duplicate: a.duplicate + b.duplicate,
    rejected: [...a.rejected, ...b.rejected],
  };
}
