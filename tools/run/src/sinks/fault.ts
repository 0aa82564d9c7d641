/** One way in which a receiver lets its senders down. */
export type Fault =
  /** Answers so and keeps nothing. */
  | { readonly kind: 'status'; readonly status: number; readonly retryAfterSeconds?: number }
  /** Never answers and keeps nothing. */
  | { readonly kind: 'hang' }
  /** Closes the connection before reading. */
  | { readonly kind: 'reset' }
  /** Keeps the message, then closes the connection: the sender cannot know. */
  | { readonly kind: 'swallow' }
  /** Keeps nothing and points elsewhere. */
  | { readonly kind: 'redirect'; readonly location: string }
  /** Keeps the message and answers with more bytes than anyone should read. */
  | { readonly kind: 'endless' }
  /** Behaves well, but late. */
  | { readonly kind: 'delay'; readonly delayMs: number };

/** Faults that are still to come, first given first served. */
export interface FaultPlan {
  /** The next `times` messages meet this fault; without `times`, one. */
  add(fault: Fault, times?: number): void;
  /** The fault of the message at hand, if any. Uses it up. */
  next(): Fault | undefined;
  clear(): void;
}

/** A plan without faults. */
export function createFaultPlan(): FaultPlan {
  const planned: { readonly fault: Fault; left: number }[] = [];
  return {
    add: (fault, times = 1) => void planned.push({ fault, left: times }),
    next: () => {
      const first = planned[0];
      if (first === undefined) return undefined;
      first.left -= 1;
      if (first.left <= 0) planned.shift();
      return first.fault;
    },
    clear: () => void planned.splice(0),
  };
}
