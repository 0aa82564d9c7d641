import type { Clock } from '@duewatch/config';
import type { Fault } from './fault.ts';
import type { Received, Refusal } from './inbox.ts';

/** A receiver of messages on this machine: for the demo to show and for tests to count. */
export interface Sink<M extends Received> {
  /** Where senders send to: an HTTP address, or smtp://host:port. */
  readonly url: string;
  /** GET shows what was received, DELETE forgets it. */
  readonly messagesUrl: string;
  received(): readonly M[];
  refused(): readonly Refusal[];
  /** The next `times` messages meet this fault; without `times`, one. */
  fail(fault: Fault, times?: number): void;
  /** Ends all faults. */
  heal(): void;
  clear(): void;
  close(): Promise<void>;
}

export interface SinkOptions<M extends Received> {
  /** 0, the default, takes a free one. */
  readonly port?: number;
  readonly clock?: Clock;
  readonly onMessage?: (message: M) => void;
}
