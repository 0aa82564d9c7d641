/** How many messages of their own a receiver may get, before what follows is held. */
export interface BreakerLimits {
  readonly messages: number;
  /** In any span of this length; and how long a trip lasts. */
  readonly windowMs: number;
}

/** From the first message too many until the window has passed. */
export interface Trip {
  /** Names what is held; of letters, digits and `-`. */
  readonly batchId: string;
  /** Epoch milliseconds. */
  readonly until: number;
  /** The receiver has had the summary: whatever comes until the end waits for it. */
  readonly isTold: boolean;
}

export interface Admission {
  readonly admitted: ReadonlySet<string>;
  /** Not null when something was not admitted. */
  readonly trip: Trip | null;
}

/**
 * Counts the messages to each receiver, together for all processes. Promises, kept by both adapters
 * (`breaker.contract.ts`): within any window no more than `messages` are admitted; what was
 * admitted stays so for a window; one message too many trips it, and until the trip ends
 * nothing else is admitted. It may forget: the ledger knows what is held, this only how many.
 */
export interface Breaker {
  /** Admits in the order given. Asking again for the same costs nothing. */
  admit(receiverId: string, messageIds: readonly string[]): Promise<Admission>;
  /** Notes that the summary of this trip has been sent. */
  told(receiverId: string, batchId: string): Promise<void>;
  close(): Promise<void>;
}

/** The same in every process that sees the same trip. */
export function batchIdOf(receiverId: string, trippedAt: number): string {
  return `held-${receiverId}-${trippedAt.toString(36)}`;
}
