/** Whole days since 1970-01-01 in the customer's calendar. Business time is never an instant. */
export type EpochDay = number;

/** Milliseconds since 1970-01-01T00:00Z, only to order what a source sends without versions. */
export type EpochMs = number;

/** An amount in the smallest unit of its currency (JPY has 0 decimals, EUR 2, KWD 3). */
export interface Money {
  readonly currency: string;
  readonly amountMinor: number;
}

/** Where an output stands in the log: the input record that caused it. */
export interface Position {
  readonly generation: number;
  readonly offset: number;
  readonly index: number;
}

/** The event behind a fold. Its position becomes the onset of the conditions that it raises. */
export interface Cause {
  readonly eventId: string;
  readonly source: string;
  readonly type: string;
  readonly position: Position | null;
}
