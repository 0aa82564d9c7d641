/** Whole days since 1970-01-01. */
export type Day = number;

/** One invoice of a ledger, as a person would write it on paper. */
export interface LedgerRow {
  readonly customerId: string;
  readonly invoiceId: string;
  readonly issuedOn: Day;
  readonly dueOn: Day;
  readonly amountMinor: number;
  /** The day on which it was paid, whole and at once; null while it is open. */
  readonly settledOn: Day | null;
  /**
   * Which comes first of two that are settled on one day: the lower one. Business order is by day,
   * then by what stands for the id; the row says how its system orders ids.
   */
  readonly idOrder: number;
}

/** A row is first heard of when it is issued, or when it is paid if that came before. */
export function knownFrom({ issuedOn, settledOn }: LedgerRow): Day {
  return settledOn !== null && settledOn < issuedOn ? settledOn : issuedOn;
}

/** Known and not paid by the evening of the day. */
export function isOpenOn(row: LedgerRow, day: Day): boolean {
  return knownFrom(row) <= day && !isSettledBy(row, day);
}

/** Paid by the evening of the day. */
export function isSettledBy({ settledOn }: LedgerRow, day: Day): boolean {
  return settledOn !== null && settledOn <= day;
}

/** Adds up what a rule says of each row. */
export function sumOf(rows: readonly LedgerRow[], amountOf: (row: LedgerRow) => number): number {
  return rows.reduce((sum, row) => sum + amountOf(row), 0);
}
