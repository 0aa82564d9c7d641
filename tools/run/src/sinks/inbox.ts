import type { Clock } from '@duewatch/config';

/** What a sink keeps of each message, beside what its kind adds. */
export interface Received {
  readonly receivedAtMs: number;
}

/** A message that a sink would not take, and why. */
export interface Refusal {
  readonly receivedAtMs: number;
  readonly reason: string;
}

/** What a sink has seen, in order of arrival. Repeats are kept: counting them is its purpose. */
export interface Inbox<M extends Received> {
  keep(message: Omit<M, 'receivedAtMs'>): void;
  refuse(reason: string): void;
  received(): readonly M[];
  refused(): readonly Refusal[];
  clear(): void;
}

/** An empty inbox. `onMessage` is told of each message kept, for live views. */
export function createInbox<M extends Received>(
  clock: Clock,
  onMessage: (message: M) => void = () => {},
): Inbox<M> {
  const messages: M[] = [];
  const refusals: Refusal[] = [];
  return {
    keep: (rest) => {
      const message = { ...rest, receivedAtMs: clock.now() } as M;
      messages.push(message);
      onMessage(message);
    },
    refuse: (reason) => void refusals.push({ receivedAtMs: clock.now(), reason }),
    received: () => [...messages],
    refused: () => [...refusals],
    clear: () => {
      messages.splice(0);
      refusals.splice(0);
    },
  };
}
