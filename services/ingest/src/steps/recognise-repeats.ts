import type { DedupeStore, SeenEvent } from '../dedupe-store.ts';

/** What is known of an event before it is written. */
export type Recognition =
  | { readonly kind: 'new' }
  /** It was accepted before, or is the same as one that is just being written. */
  | { readonly kind: 'duplicate' }
  /** The same (source, id) with another body. */
  | { readonly kind: 'reused' }
  /** The one before it could not be written, so nothing is known of this one either. */
  | { readonly kind: 'unknown' };

export interface Recognised {
  readonly recognition: Recognition['kind'] | 'follows';
  /** Final word; for a follower only once the one before it is done. */
  settled(): Promise<Recognition>;
}

export interface RepeatRecogniser {
  /** Looks all of them up in one round trip. Rejects when the store cannot be asked. */
  recognise(events: readonly SeenEvent[]): Promise<readonly Recognised[]>;
  /** Those that were `new` are in the log: remembers them and tells who waits. */
  accepted(events: readonly SeenEvent[]): Promise<void>;
  /** Those that were `new` are not in the log for all we know. */
  failed(events: readonly SeenEvent[]): void;
}

/** An event on its way into the log. */
interface Claim {
  readonly content: string;
  /** Called with the content that is remembered under this key, or null when it failed. */
  readonly followers: ((content: string | null) => void)[];
}

/**
 * Tells repeats from new events. The store knows those that are in the log; a table in this process
 * knows those on their way, so that an impatient client's second try is not written twice.
 * Order: check, write, remember. A crash between writing and remembering writes a repeat again,
 * which is harmless; the other order would lose an event.
 */
export function createRepeatRecogniser(options: {
  readonly store: DedupeStore;
  readonly rememberMs: number;
}): RepeatRecogniser {
  const { store, rememberMs } = options;
  // Bounded by the requests in flight, which admission bounds.
  const onTheirWay = new Map<string, Claim>();

  function release(key: string, content: string | null): void {
    const claim = onTheirWay.get(key);
    onTheirWay.delete(key);
    for (const follower of claim?.followers ?? []) follower(content);
  }

  function follow(claim: Claim, content: string): Recognised {
    const settled = new Promise<Recognition>((resolve) => {
      claim.followers.push((remembered) => resolve(compare(remembered, content)));
    });
    return { recognition: 'follows', settled: () => settled };
  }

  return {
    async recognise(events) {
      const recognised: (Recognised | undefined)[] = [];
      const claimed: SeenEvent[] = [];
      for (const event of events) {
        const claim = onTheirWay.get(event.key);
        if (claim !== undefined) {
          recognised.push(follow(claim, event.content));
        } else {
          onTheirWay.set(event.key, { content: event.content, followers: [] });
          claimed.push(event);
          recognised.push(undefined);
        }
      }
      const contents = await lookup(claimed);
      let next = 0;
      return recognised.map((known, at): Recognised => {
        if (known !== undefined) return known;
        const { key, content } = events[at] as SeenEvent;
        const remembered = contents[next++] ?? null;
        if (remembered === null) return isNew;
        release(key, remembered);
        const recognition = compare(remembered, content);
        return { recognition: recognition.kind, settled: async () => recognition };
      });
    },
    async accepted(events) {
      try {
        await store.remember(events, rememberMs);
      } finally {
        for (const { key, content } of events) release(key, content);
      }
    },
    failed(events) {
      for (const { key } of events) release(key, null);
    },
  };

  async function lookup(claimed: readonly SeenEvent[]): Promise<readonly (string | null)[]> {
    try {
      return await store.lookup(claimed.map(({ key }) => key));
    } catch (error) {
      for (const { key } of claimed) release(key, null);
      throw error;
    }
  }
}

const isNew: Recognised = { recognition: 'new', settled: async () => ({ kind: 'new' }) };

function compare(remembered: string | null, content: string): Recognition {
  if (remembered === null) return { kind: 'unknown' };
  return { kind: remembered === content ? 'duplicate' : 'reused' };
}
