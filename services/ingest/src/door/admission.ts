/** Lets requests in while there is room, and knows when the last one has left. */
export interface Admission {
  /**
   * A place for that many body bytes; call the answer to leave. Undefined when there is no room.
   */
  enter(bytes: number): (() => void) | undefined;
  /** A place for work that was let in already: takes no room, but draining waits for it. */
  hold(): () => void;
  isDraining(): boolean;
  /** Requests inside. */
  count(): number;
  /** Lets nobody in from now on; resolves when all have left. */
  drain(): Promise<void>;
}

/** A request holds more than its body: headers, parsed events, encoded records. */
const overheadBytes = 4_096;

/**
 * Bounds what waits in memory by bytes, not by requests: a thousand small posts are fine, a
 * thousand full batches are not.
 */
export function createAdmission(inFlightBytesMax: number): Admission {
  let heldBytes = 0;
  let holders = 0;
  let draining = false;
  let whenEmpty: (() => void) | undefined;

  function take(bytes: number): () => void {
    heldBytes += bytes;
    holders += 1;
    let hasLeft = false;
    return () => {
      if (hasLeft) return;
      hasLeft = true;
      heldBytes -= bytes;
      holders -= 1;
      if (holders === 0) whenEmpty?.();
    };
  }

  return {
    isDraining: () => draining,
    count: () => holders,
    hold: () => take(0),
    enter(bytes) {
      const held = bytes + overheadBytes;
      if (draining || (holders > 0 && heldBytes + held > inFlightBytesMax)) return undefined;
      return take(held);
    },
    drain() {
      draining = true;
      return new Promise((resolve) => {
        whenEmpty = resolve;
        if (holders === 0) resolve();
      });
    },
  };
}
