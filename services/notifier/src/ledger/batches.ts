/** What a person wants done with messages that were held together. */
export interface Batch {
  readonly batchId: string;
  readonly verdict: 'release' | 'drop';
}

/**
 * The batches that have been decided, by id. Kept for good: a rebuild may read the verdict before
 * what was held, and a verdict is a hundred bytes.
 */
export interface BatchBook {
  readonly verdicts: Readonly<Record<string, Batch['verdict']>>;
}

/** The one row of the partition that holds it. */
export const BATCHES = { collection: 'batches', field: 'book' };

/** Index of the episodes with something that is held in this batch. */
export function heldIndex(batchId: string): string {
  return `held:${batchId}`;
}

/** The first verdict stands: what was released may have been told before it was to be dropped. */
export function decide(book: BatchBook | undefined, { batchId, verdict }: Batch): BatchBook {
  return { verdicts: { [batchId]: verdict, ...book?.verdicts } };
}
