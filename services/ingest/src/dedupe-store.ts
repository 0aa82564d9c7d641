/** Of every fingerprint, in ASCII: 132 bits, so that two events never share one by chance. */
export const fingerprintLength = 22;

/** An event that was accepted: the fingerprint of its (tenant, source, id) and of its content. */
export interface SeenEvent {
  /** Both of `fingerprintLength`; ids and contents themselves are not kept. */
  readonly key: string;
  readonly content: string;
}

/**
 * Remembers accepted events for a while. Promises, kept by every adapter
 * (`dedupe-store.contract.ts`): what `remember` has resolved for, `lookup` answers until the time
 * is over; the first content stays; an unknown key is null. Forgetting early is harmless (scoring
 * is idempotent by entity), so nothing here is a lock, and a lost Redis loses nothing that matters.
 */
export interface DedupeStore {
  /** One round trip. Same order as asked. Rejects when the store cannot be asked. */
  lookup(keys: readonly string[]): Promise<readonly (string | null)[]>;
  remember(events: readonly SeenEvent[], forMs: number): Promise<void>;
}
