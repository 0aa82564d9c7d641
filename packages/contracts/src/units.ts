/** Whole days since 1970-01-01: a business date, in no time zone. */
export type EpochDay = number;

/** Milliseconds since 1970-01-01T00:00:00Z: an instant. */
export type EpochMs = number;
